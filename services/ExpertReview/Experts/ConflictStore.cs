using Labelling.Contracts;
using Labelling.ExpertReview.Reviews;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.ExpertReview.Experts;

/// <summary>Loads what the detection of conflicts looks at. Always from what is known now: nothing detected is kept.</summary>
public sealed class ConflictStore(Database database)
{
    /// <summary>Empty: none. Somebody of whom nothing is known yet cannot be cleared, and is in conflict.</summary>
    public async Task<IReadOnlyList<Conflict>> Between(Guid personId, Guid dossierId, CancellationToken stop)
    {
        var reading = Reading.From(database, stop);
        return await PersonStore.Find(reading, personId) is { } person && await DossierStore.Find(reading, dossierId) is { } dossier
            ? Conflicts.Between(person, dossier, await Facts(reading, person, dossier))
            : NotKnown;
    }

    internal static readonly IReadOnlyList<Conflict> NotKnown =
    [
        new(ConflictCodes.NotKnown,
            "because nothing is known yet of this person or this dossier.",
            "parce que rien n'est encore connu de cette personne ou de ce dossier."),
    ];

    /// <summary>Everything at once, for whoever asks of many pairs.</summary>
    public async Task<ConflictGraph> Graph(CancellationToken stop)
    {
        var reading = Reading.From(database, stop);
        var today = Paris.Day(database.Clock.GetUtcNow());
        var interests = await reading.Query<InterestRow>(
            """
            select PersonId, Siren
            from ExpertInterest
            """);
        var declared = await reading.Query<DeclaredRow>(
            """
            select DossierId, ExpertId
            from Invitation
            where Status = 'ConflictDeclared'
            """);
        var past = await reading.Query<PastRow>(
            """
            select Reference, RegisteredOn, LeadSiren
            from PastDossier
            where LeadSiren is not null and RegisteredOn >= @Since
            """,
            new { Since = today.AddYears(-Conflicts.JointProjectYears) });
        return new(
            await PersonStore.All(reading), await DossierStore.All(reading), interests.ToLookup(row => row.PersonId, row => row.Siren),
            declared.Select(row => (row.DossierId, row.ExpertId)), past.Select(row => new PastProject(row.Reference, row.RegisteredOn, row.LeadSiren)), today);
    }

    /// <summary>How somebody stands to every dossier there is, as <see cref="StandingOn(Caller, Guid, CancellationToken)"/> says of one.</summary>
    public async Task<IReadOnlyDictionary<Guid, Stance>> StandingOnAll(Caller caller, ConflictGraph graph, CancellationToken stop)
    {
        var rows = await database.Query<FoundRow>(
            $"""
            select Id, {Filter.Found} as Relations
            from Dossier
            """,
            new { caller.PersonId }, stop);
        return rows.ToDictionary(row => row.Id, row => Standing((Who)row.Relations | Stance.Roles(caller.Roles), () => graph.Between(caller.PersonId, row.Id)));
    }

    static Stance Standing(Who who, Func<IReadOnlyList<Conflict>> conflicts) =>
        new((who & Committee) != 0 && conflicts().Count > 0 ? who | Who.Recused : who, Phase.None);

    static readonly PermissionFilter Filter = Relations.To("Dossier.Id");

    const Who Committee = Who.Chair | Who.ViceChair | Who.Member;

    /// <summary>How somebody stands to a dossier. Of the committee, whoever is in conflict is as good as recused.</summary>
    public Task<Stance> StandingOn(Caller caller, Guid dossierId, CancellationToken stop) =>
        StandingOn(caller.PersonId, Stance.Roles(caller.Roles), dossierId, stop);

    public async Task<Stance> StandingOn(Guid personId, Who roles, Guid dossierId, CancellationToken stop)
    {
        if (await database.QuerySingleOrDefault<int?>(
            $"""
            select {Filter.Found}
            from Dossier
            where Id = @DossierId
            """,
            new { DossierId = dossierId, PersonId = personId }, stop) is not { } relations)
            return Stance.Unknown;
        var who = (Who)relations | roles;
        var found = (who & Committee) != 0 ? await Between(personId, dossierId, stop) : [];
        return Standing(who, () => found);
    }

    /// <summary>Takes part or reviews it: sees nothing of it as office, chair or member.</summary>
    public async Task<bool> ActsOn(Guid personId, Guid dossierId, CancellationToken stop) => (await database.Query<string>(
        """
        select Part
        from ActsOn
        where DossierId = @DossierId and PersonId = @PersonId
        """,
        new { DossierId = dossierId, PersonId = personId }, stop)).Count > 0;

    async Task<ConflictFacts> Facts(Reading reading, PersonInReview person, DossierUnderReview dossier)
    {
        var today = Paris.Day(database.Clock.GetUtcNow());
        var both = new Both(dossier.Id, person.Id, today.AddYears(-Conflicts.JointProjectYears));
        var sirens = await reading.Query<string>(
            """
            select Siren
            from ExpertInterest
            where PersonId = @PersonId
            """,
            both);
        var declared = await reading.Query<string>(
            """
            select Status
            from Invitation
            where DossierId = @DossierId and ExpertId = @PersonId and Status = 'ConflictDeclared'
            """,
            both);
        var holders = await reading.Query<AffiliationRow>(
            """
            select affiliation.PersonId, affiliation.OrganisationId, affiliation.Siren, affiliation.GroupSiren,
                   affiliation.FromDay, affiliation.ToDay
            from PersonAffiliation affiliation
            join DossierHolder holder on holder.PersonId = affiliation.PersonId
            where holder.DossierId = @DossierId
            """,
            both);
        var groups = await reading.Query<AffiliationRow>(
            """
            select affiliation.PersonId, affiliation.OrganisationId, affiliation.Siren, affiliation.GroupSiren,
                   affiliation.FromDay, affiliation.ToDay
            from PersonAffiliation affiliation
            join DossierParty party on party.Siren = affiliation.Siren or party.OrganisationId = affiliation.OrganisationId
            where party.DossierId = @DossierId and affiliation.GroupSiren is not null
            """,
            both);
        var past = await reading.Query<PastRow>(
            """
            select distinct past.Reference, past.RegisteredOn, past.LeadSiren
            from PastDossier past
            join DossierParty party on party.Siren = past.LeadSiren
            join PersonAffiliation affiliation on affiliation.Siren = past.LeadSiren
            where party.DossierId = @DossierId and affiliation.PersonId = @PersonId and past.RegisteredOn >= @Since
            """,
            both);
        return new ConflictFacts(
            today, sirens, declared.Count > 0,
            [.. holders.Select(row => row.ToAffiliation())], [.. groups.Select(row => row.ToAffiliation())],
            await Others(reading, both), [.. past.Select(row => new PastProject(row.Reference, row.RegisteredOn, row.LeadSiren))]);
    }

    /// <summary>Dossiers the person holds, and those an organisation of theirs and one of this consortium are both in.</summary>
    static async Task<IReadOnlyList<OtherDossier>> Others(Reading reading, Both both)
    {
        var others = await reading.Query<OtherRow>(
            """
            select other.Id, other.Reference, other.RegisteredOn, other.CallId, other.Withdrawn, other.AdmittedSequence, other.RefusedSequence,
                   case when exists (select 1 from DossierHolder holder where holder.DossierId = other.Id and holder.PersonId = @PersonId)
                        then 1 else 0 end as Holds
            from Dossier other
            where other.Id <> @DossierId
              and (exists (select 1 from DossierHolder holder where holder.DossierId = other.Id and holder.PersonId = @PersonId)
                   or (other.RegisteredOn >= @Since
                       and exists (select 1
                                   from DossierParty party
                                   join PersonAffiliation affiliation
                                     on affiliation.Siren = party.Siren or affiliation.OrganisationId = party.OrganisationId
                                   where party.DossierId = other.Id and affiliation.PersonId = @PersonId)
                       and exists (select 1
                                   from DossierParty party
                                   join DossierParty mine on mine.Siren = party.Siren or mine.OrganisationId = party.OrganisationId
                                   where party.DossierId = other.Id and mine.DossierId = @DossierId)))
            order by other.Reference
            """,
            both);
        var parties = (await reading.Query<PartyRow>(
            """
            select party.DossierId, party.OrganisationId, party.Name, party.Siren, party.Type, party.Region
            from DossierParty party
            join Dossier other on other.Id = party.DossierId
            where other.Id <> @DossierId
              and (exists (select 1 from DossierHolder holder where holder.DossierId = other.Id and holder.PersonId = @PersonId)
                   or (other.RegisteredOn >= @Since
                       and exists (select 1
                                   from DossierParty theirs
                                   join PersonAffiliation affiliation
                                     on affiliation.Siren = theirs.Siren or affiliation.OrganisationId = theirs.OrganisationId
                                   where theirs.DossierId = other.Id and affiliation.PersonId = @PersonId)))
            order by party.Place
            """,
            both)).ToLookup(party => party.DossierId);
        return
        [
            .. others.Select(other => new OtherDossier(
                other.Id, other.Reference, other.RegisteredOn, other.CallId,
                Alive: !other.Withdrawn && other.RefusedSequence <= other.AdmittedSequence,
                HolderIds: other.Holds ? [both.PersonId] : [],
                Consortium: [.. parties[other.Id].Select(party => new Party(party.OrganisationId, party.Name, party.Siren, party.Type, party.Region))])),
        ];
    }

    sealed record InterestRow
    {
        public required Guid PersonId { get; init; }
        public required string Siren { get; init; }
    }

    sealed record DeclaredRow
    {
        public required Guid DossierId { get; init; }
        public required Guid ExpertId { get; init; }
    }

    sealed record FoundRow
    {
        public required Guid Id { get; init; }
        public required int Relations { get; init; }
    }

    sealed record Both(Guid DossierId, Guid PersonId, DateOnly Since);

    sealed record OtherRow
    {
        public required Guid Id { get; init; }
        public required string Reference { get; init; }
        public required DateOnly RegisteredOn { get; init; }
        public required Guid CallId { get; init; }
        public required bool Withdrawn { get; init; }
        public required long AdmittedSequence { get; init; }
        public required long RefusedSequence { get; init; }
        public required bool Holds { get; init; }
    }

    sealed record PartyRow
    {
        public required Guid DossierId { get; init; }
        public required Guid? OrganisationId { get; init; }
        public required string Name { get; init; }
        public required string? Siren { get; init; }
        public required string Type { get; init; }
        public required string? Region { get; init; }
    }

    sealed record PastRow
    {
        public required string Reference { get; init; }
        public required DateOnly RegisteredOn { get; init; }
        public required string LeadSiren { get; init; }
    }
}
