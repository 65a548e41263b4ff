using Labelling.Contracts;
using Labelling.ExpertReview.Reviews;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.ExpertReview.Experts;

/// <summary>The pool.</summary>
public sealed class ExpertStore(Database database)
{
    /// <summary>What they are described with, by its names.</summary>
    public Task<KnownWords> Words(CancellationToken stop) => KnownWords.Read(database, stop);

    public async Task<Expert?> Find(Guid personId, CancellationToken stop)
    {
        var reading = Reading.From(database, stop);
        var row = await reading.QuerySingleOrDefault<Row>(
            """
            select PersonId, Sectors, TherapeuticAreas, TechnologyAxes, Keywords, Profile, Digital, LargestLoad, Absences, DeclaredOn,
                   Declaration, Revision
            from Expert
            where PersonId = @PersonId
            """,
            new { PersonId = personId });
        if (row is null)
            return null;
        var interests = await reading.Query<string>(
            """
            select Siren
            from ExpertInterest
            where PersonId = @PersonId
            order by Siren
            """,
            new { PersonId = personId });
        return row.With(interests);
    }

    /// <summary>Everybody in the pool, by name.</summary>
    public async Task<IReadOnlyList<(Expert Expert, PersonInReview Person)>> All(CancellationToken stop)
    {
        var reading = Reading.From(database, stop);
        var rows = await reading.Query<Row>(
            """
            select PersonId, Sectors, TherapeuticAreas, TechnologyAxes, Keywords, Profile, Digital, LargestLoad, Absences, DeclaredOn,
                   Declaration, Revision
            from Expert
            """);
        var interests = (await reading.Query<InterestRow>(
            """
            select PersonId, Siren
            from ExpertInterest
            order by Siren
            """)).ToLookup(row => row.PersonId, row => row.Siren);
        // Every expert is a person: a foreign key says so.
        var people = (await PersonStore.All(reading)).ToDictionary(person => person.Id);
        return [.. rows.Select(row => (Expert: row.With(interests[row.PersonId]), Person: people[row.PersonId])).OrderBy(both => both.Person.Name, StringComparer.InvariantCultureIgnoreCase).ThenBy(both => both.Expert.PersonId)];
    }

    /// <summary>The declarations of interests an expert made, the latest first. Who may read them is asked before.</summary>
    public Task<IReadOnlyList<PastDeclaration>> Declarations(Guid personId, CancellationToken stop) => database.Query<PastDeclaration>(
        """
        select Revision, DeclaredOn, Text, Organisations, Own
        from ExpertDeclaration
        where PersonId = @PersonId
        order by Revision desc
        """,
        new { PersonId = personId }, stop);

    /// <summary>Saves an entry; false when somebody was faster.</summary>
    public async Task<bool> Save(Expert? was, Expert now, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        if (!await Save(transaction, was, now, who))
            return false;
        await transaction.Commit();
        return true;
    }

    /// <summary>The same in the transaction of something larger.</summary>
    public static async Task<bool> Save(Transaction transaction, Expert? was, Expert now, Actor who)
    {
        var columns = new
        {
            now.PersonId,
            Sectors = Json.Write(now.Sectors),
            TherapeuticAreas = Json.Write(now.TherapeuticAreas),
            TechnologyAxes = Json.Write(now.TechnologyAxes),
            Keywords = Json.Write(now.Keywords),
            Profile = now.Profile.ToString(),
            now.Digital,
            now.LargestLoad,
            Absences = Json.Write(now.Absences),
            now.Declaration.DeclaredOn,
            Declaration = now.Declaration.Text,
            now.Revision,
        };
        var saved = was is null
            ? await transaction.TryInsert(
                """
                insert into Expert (PersonId, Sectors, TherapeuticAreas, TechnologyAxes, Keywords, Profile, Digital, LargestLoad, Absences,
                                    DeclaredOn, Declaration, Revision)
                values (@PersonId, @Sectors, @TherapeuticAreas, @TechnologyAxes, @Keywords, @Profile, @Digital, @LargestLoad, @Absences,
                        @DeclaredOn, @Declaration, @Revision)
                """,
                columns)
            : await transaction.Execute(
                """
                update Expert
                set Sectors = @Sectors, TherapeuticAreas = @TherapeuticAreas, TechnologyAxes = @TechnologyAxes, Keywords = @Keywords,
                    Profile = @Profile, Digital = @Digital, LargestLoad = @LargestLoad, Absences = @Absences, DeclaredOn = @DeclaredOn,
                    Declaration = @Declaration, Revision = @Revision
                where PersonId = @PersonId and Revision = @Revision - 1
                """,
                columns) == 1;
        if (!saved)
            return false;
        await transaction.Execute("delete from ExpertInterest where PersonId = @PersonId", new { now.PersonId });
        foreach (var siren in now.Declaration.Organisations)
        {
            await transaction.Execute(
                """
                insert into ExpertInterest (PersonId, Siren)
                values (@PersonId, @Siren)
                """,
                new { now.PersonId, Siren = siren });
        }
        if (was?.Declaration != now.Declaration)
        {
            await transaction.Execute(
                """
                insert into ExpertDeclaration (PersonId, Revision, DeclaredOn, Text, Organisations, Own)
                values (@PersonId, @Revision, @DeclaredOn, @Text, @Organisations, @Own)
                """,
                new
                {
                    now.PersonId,
                    now.Revision,
                    now.Declaration.DeclaredOn,
                    now.Declaration.Text,
                    Organisations = Json.Write(now.Declaration.Organisations),
                    Own = who.PersonId == now.PersonId,
                });
        }
        await Outbox.Add(transaction, new ExpertProfileChanged(
            Guid.CreateVersion7(), now.PersonId, 0, transaction.Clock.GetUtcNow(), [.. now.Sectors], [.. now.TherapeuticAreas], [.. now.TechnologyAxes],
            [.. now.Keywords], now.Digital, [.. now.Absences.Select(absence => new ExpertAbsence(absence.From, absence.To))]));
        await AuditTrail.Add(transaction, who, was is null ? "expert.joined" : "expert.changed", now.PersonId,
            was is null ? null : new { was.Revision, was.LargestLoad, was.Profile, was.Digital },
            new { now.Revision, now.LargestLoad, now.Profile, now.Digital },
            new { now.Declaration.DeclaredOn, now.Declaration.Text, now.Declaration.Organisations, now.Absences });
        return true;
    }

    sealed record Row
    {
        public required Guid PersonId { get; init; }
        public required string Sectors { get; init; }
        public required string TherapeuticAreas { get; init; }
        public required string TechnologyAxes { get; init; }
        public required string Keywords { get; init; }
        public required ExpertProfile Profile { get; init; }
        public required bool Digital { get; init; }
        public required int LargestLoad { get; init; }
        public required string Absences { get; init; }
        public required DateOnly DeclaredOn { get; init; }
        public required string? Declaration { get; init; }
        public required long Revision { get; init; }

        public Expert With(IEnumerable<string> interests) => new()
        {
            PersonId = PersonId,
            Sectors = Json.Read<string[]>(Sectors),
            TherapeuticAreas = Json.Read<string[]>(TherapeuticAreas),
            TechnologyAxes = Json.Read<string[]>(TechnologyAxes),
            Keywords = Json.Read<string[]>(Keywords),
            Profile = Profile,
            Digital = Digital,
            LargestLoad = LargestLoad,
            Absences = Json.Read<Absence[]>(Absences),
            Declaration = new Declaration(DeclaredOn, Declaration, [.. interests]),
            Revision = Revision,
        };
    }

    sealed record InterestRow
    {
        public required Guid PersonId { get; init; }
        public required string Siren { get; init; }
    }
}
