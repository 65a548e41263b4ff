using System.Security.Cryptography;
using System.Text;
using Labelling.Contracts;
using Labelling.FundingOutcome.Applications;
using Labelling.FundingOutcome.Facts;
using Labelling.FundingOutcome.Statistics;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Asking;

/// <summary>Whether an answer was taken.</summary>
public enum Taken
{
    Yes,

    /// <summary>No such link.</summary>
    Unknown,

    /// <summary>Answered, expired or over meanwhile: its page says which.</summary>
    No,
}

/// <summary>Who else is to be asked.</summary>
public sealed record Named(string Name, string Address);

/// <summary>The questions that are mailed, and what their links answer.</summary>
public sealed class QuestionStore(Database database, FactStore facts, QuestionMails mails)
{
    /// <summary>Dossiers whose facts are read at once.</summary>
    const int Batch = 400;

    /// <summary>A new link is mailed to one recipient at most so often, whoever asks for it.</summary>
    public static readonly TimeSpan RenewalPace = TimeSpan.FromHours(1);

    /// <summary>The office asks the same recipient at most so often.</summary>
    public static readonly TimeSpan AskingPace = TimeSpan.FromDays(1);

    static readonly Actor Schedule = Actor.Service(EventCatalogue.FundingOutcome);

    /// <summary>Asks everybody whose round is due, dossier by dossier.</summary>
    public async Task AskDue(CancellationToken stop)
    {
        var today = Paris.Day(database.Clock.GetUtcNow());
        var candidates = (await database.Query<CandidateRow>(
            $"""
            select distinct D.Id, D.Reference, D.HolderId, C.Code, C.FundingBody, C.AnnouncedOn,
                coalesce((select max(Q.Round) from FundingQuestion Q where Q.DossierId = D.Id and Q.CallCode = C.Code), 0) as Asked
            from Dossier D
            join Fact F on F.DossierId = D.Id and F.Subject = 'classification'
            join FundingCall C on C.Code = {database.Dialect.ExactMember("F.Value", "call")}
            where D.Origin = 'Live' and D.WithdrawnOn is null and C.AnnouncedOn <= @Today and C.AnnouncedOn >= @Since
            """,
            new { Today = today, Since = today.AddDays(-3 * FundingSchedule.TooLateAfterDays) }, stop))
            // A decision can only make a round later: where none has begun since the announcement, no facts need be read.
            .DistinctBy(one => (one.Id, one.Code)).Where(one => FundingSchedule.Begun(one.AnnouncedOn, today) > one.Asked).ToList();
        foreach (var some in candidates.Chunk(Batch))
        {
            var known = (await facts.KnownOf([.. some.Select(one => one.Id).Distinct()], stop)).ToLookup(fact => fact.DossierId);
            foreach (var one in some)
                if (Round(one, [.. known[one.Id]], today) is { } round)
                    await Ask(one, round, stop);
        }
    }

    /// <summary>The round that is due of a dossier; null while it is undecided, aims elsewhere, repeats another, or its result is known.</summary>
    static int? Round(CandidateRow one, IReadOnlyList<Fact> facts, DateOnly today) =>
        KnownDossier.From(facts).SingleOrDefault() is { Duplicate: null } dossier
        && SuccessRates.IsExpertised(dossier.Outcome)
        && dossier.Classification.Call == one.Code
        && !dossier.Applications.Any(application => application.FundingBody == one.FundingBody && Settles(application.Stage, application.Result))
            ? FundingSchedule.Due(one.AnnouncedOn, facts.Single(fact => fact.Subject == Subjects.Decision).HoldsFrom, today, one.Asked)
            : null;

    static bool Settles(ApplicationStage stage, FundingResult result) => stage switch
    {
        ApplicationStage.PreProposal => false,
        ApplicationStage.Full or ApplicationStage.Appeal => SuccessRates.IsKnown(result),
    };

    async Task Ask(CandidateRow one, int round, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        var before = await Before(transaction, one.Id, one.Code);
        if (before.Count > 0 && before.Max(question => question.Round) >= round)
            return;

        var asked = 0;
        foreach (var recipient in await Recipients(transaction, one, round, before))
            if (await Send(transaction, one.Id, one.Code, one.FundingBody, round, 1, recipient) is not null)
                asked++;
        if (asked == 0)
            return;

        if (FundingSchedule.IsLast(round))
            foreach (var office in await PeopleStore.Office(transaction))
                await Mail.Add(transaction, mails.Silent(office, one.Id, one.Reference, one.Code));
        await AuditTrail.Add(transaction, Schedule, "funding-result.asked", one.Id, after: new { Call = one.Code, Round = round, Recipients = asked });
        await transaction.Commit();
    }

    /// <summary>First the holder, later everybody who holds the dossier, and whoever they said to ask; not those who said that somebody else knows.</summary>
    static async Task<IReadOnlyList<Recipient>> Recipients(Transaction transaction, CandidateRow one, int round, IReadOnlyList<FundingQuestion> before)
    {
        var holders = await transaction.Query<Guid>("select PersonId from DossierHolder where DossierId = @Id", new { one.Id });
        var passedOn = before.GroupBy(question => question.Recipient).Where(questions => questions.Last().Answer is FundingAnswer.SomebodyElse).Select(questions => questions.Key).ToHashSet(StringComparer.Ordinal);
        var people = (await PeopleStore.Reachable(transaction, holders)).Where(person => !passedOn.Contains(Recipient.Of(person).Key)).ToList();
        // While the holder can be reached they alone are asked first.
        if (round == 1 && people.Find(person => person.Id == one.HolderId) is { } holder)
            people = [holder];
        return
        [
            .. people.Select(Recipient.Of),
            .. before.Where(question => question is { PersonId: null, Address: not null } && !passedOn.Contains(question.Recipient)).DistinctBy(question => question.Recipient)
                .Select(question => new Recipient(question.Recipient, null, question.Name, question.Address!, question.Language)),
        ];
    }

    /// <summary>Asks now, whatever the schedule says: the office wants to know. Who was asked less than a day ago is not asked again.</summary>
    /// <returns>How many were written to.</returns>
    public async Task<int> AskNow(Guid dossier, string call, string body, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        var now = transaction.Clock.GetUtcNow();
        var before = await Before(transaction, dossier, call);
        var round = before.Count == 0 ? 1 : before.Max(question => question.Round);
        var one = (await transaction.Query<CandidateRow>(
            """
            select Id, Reference, HolderId, @Call as Code, @Body as FundingBody, @Today as AnnouncedOn, @Round as Asked
            from Dossier
            where Id = @Id
            """,
            new { Id = dossier, Call = call, Body = body, Today = Paris.Day(now), Round = round })).Single();
        var asked = 0;
        foreach (var recipient in await Recipients(transaction, one, round, before))
        {
            if (before.Any(question => question.Recipient == recipient.Key && question.AskedAt > now - AskingPace))
                continue;
            var number = before.Where(question => question.Round == round && question.Recipient == recipient.Key).Select(question => question.Number).DefaultIfEmpty().Max() + 1;
            if (await Send(transaction, dossier, call, body, round, number, recipient) is not null)
                asked++;
        }
        if (asked == 0)
            return 0;
        await AuditTrail.Add(transaction, who, "funding-result.asked", dossier, after: new { Call = call, Round = round, Recipients = asked });
        await transaction.Commit();
        return asked;
    }

    /// <summary>What was asked about a dossier, the latest first.</summary>
    public async Task<IReadOnlyList<FundingQuestion>> Of(Guid dossier, CancellationToken stop) =>
        [.. (await database.Query<QuestionRow>($"{Select} where Q.DossierId = @Id order by Q.AskedAt desc", new { Id = dossier }, stop)).Select(row => row.ToQuestion())];

    /// <summary>What a link leads to; null: nothing, whether it never was or was changed.</summary>
    public async Task<FundingQuestion?> Find(string code, CancellationToken stop) =>
        (await database.QuerySingleOrDefault<QuestionRow>(SelectByCode, new { Digest = SecretCode.DigestOf(code) }, stop))?.ToQuestion();

    /// <summary>The same in a transaction.</summary>
    static async Task<FundingQuestion?> Find(Transaction transaction, string code) =>
        (await transaction.QuerySingleOrDefault<QuestionRow>(SelectByCode, new { Digest = SecretCode.DigestOf(code) }))?.ToQuestion();

    /// <summary>What was asked about a dossier for a call, the first first.</summary>
    static async Task<IReadOnlyList<FundingQuestion>> Before(Transaction transaction, Guid dossier, string call) =>
        [.. (await transaction.Query<QuestionRow>($"{Select} where Q.DossierId = @Id and Q.CallCode = @Code order by Q.AskedAt", new { Id = dossier, Code = call })).Select(row => row.ToQuestion())];

    /// <summary>Takes an answer: the link has answered then, the result is recorded as the holder's, whoever else is named is asked.</summary>
    /// <param name="code">Of the link.</param>
    /// <param name="answer">What it is.</param>
    /// <param name="amountGrantedEur">With Funded; null when not said.</param>
    /// <param name="named">With SomebodyElse.</param>
    /// <param name="origin">Where the request comes from.</param>
    /// <param name="stop">Ends the work.</param>
    public async Task<Taken> Answer(string code, FundingAnswer answer, decimal? amountGrantedEur, Named? named, string origin, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        var now = transaction.Clock.GetUtcNow();
        if (await Find(transaction, code) is not { } question)
            return Taken.Unknown;
        if (question.State(now) is not LinkState.Open)
            return Taken.No;
        var used = await transaction.Execute(
            """
            update FundingQuestion
            set Answer = @Answer, AnsweredAt = @Now
            where Id = @Id and Answer is null and ExpiresAt > @Now
            """,
            new { question.Id, Answer = answer.ToString(), Now = now });
        if (used == 0)
            return Taken.No;

        var who = ActorOf(question, origin);
        if (FundingQuestion.Says(answer) is { } result && !await Record(transaction, question, result, amountGrantedEur, who, now))
            return Taken.No;
        if (answer is FundingAnswer.SomebodyElse && named is not null)
            await AskInTurn(transaction, question, named);
        await AuditTrail.Add(transaction, who, "funding-question.answered", question.DossierId, after: new { question.Call, question.Round, Answer = answer.ToString() });
        await transaction.Commit();
        return Taken.Yes;
    }

    /// <summary>The application it is about is the latest to that body; without one it was filed by the day the call closed.</summary>
    static async Task<bool> Record(Transaction transaction, FundingQuestion question, FundingResult result, decimal? granted, Actor who, DateTimeOffset now)
    {
        var application = (await ApplicationStore.ApplicationsIn(transaction, question.DossierId))
            .LastOrDefault(one => one.FundingBody == question.FundingBody && one.Stage is not ApplicationStage.PreProposal);
        if (application is null)
        {
            var call = await transaction.QuerySingleOrDefault<CallDays>(
                """
                select max(ClosesOn) as ClosesOn, max(AnnouncedOn) as AnnouncedOn
                from FundingCall
                where Code = @Call
                """,
                new { question.Call });
            var today = Paris.Day(now);
            var filedOn = call?.ClosesOn ?? call?.AnnouncedOn ?? today;
            (application, var filed) = FundingApplication.File(
                question.DossierId, question.FundingBody, question.Call, ApplicationStage.Full, null, filedOn < today ? filedOn : today, HowKnown.DeclaredByHolder, now);
            await ApplicationStore.FileIn(transaction, application, filed, who);
        }

        var known = new ResultKnown(result, result is FundingResult.Funded ? granted : null, null, null, HowKnown.DeclaredByHolder, null);
        // The same as before is an answer too; it only says nothing new of the application.
        return application.Record(known, now) is not var (recorded, happened) || await ApplicationStore.RecordIn(transaction, application, recorded, happened, who);
    }

    async Task AskInTurn(Transaction transaction, FundingQuestion question, Named named)
    {
        var recipient = Recipient.Of(named, question.Language);
        if (await Send(transaction, question.DossierId, question.Call, question.FundingBody, question.Round, await Next(transaction, question, recipient.Key), recipient) is not { } asked)
            return;
        foreach (var office in await PeopleStore.Office(transaction))
            await Mail.Add(transaction, mails.Named(office, asked));
    }

    /// <summary>Mails a new link to the same recipient in place of one that has expired. Nothing says whether it did: the pace is nobody's business.</summary>
    public async Task Renew(string code, string origin, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        var now = transaction.Clock.GetUtcNow();
        if (await Find(transaction, code) is not { Address: { } address } question || question.State(now) is not LinkState.Expired)
            return;
        var last = await transaction.QuerySingleOrDefault<DateTimeOffset>(
            """
            select max(AskedAt)
            from FundingQuestion
            where DossierId = @DossierId and Recipient = @Recipient
            """,
            question);
        if (last > now - RenewalPace)
            return;
        var recipient = new Recipient(question.Recipient, question.PersonId, question.Name, address, question.Language);
        if (await Send(transaction, question.DossierId, question.Call, question.FundingBody, question.Round, await Next(transaction, question, recipient.Key), recipient) is null)
            return;
        await AuditTrail.Add(
            transaction, ActorOf(question, origin), "funding-question.renewed", question.DossierId,
            after: new { question.Call, question.Round });
        await transaction.Commit();
    }

    /// <summary>Whoever has the link acts as the one it was mailed to.</summary>
    static Actor ActorOf(FundingQuestion question, string origin) => new(question.PersonId, question.PersonId is null ? RecordedBy.Named : Roles.Holder, origin);

    static Task<int> Next(Transaction transaction, FundingQuestion question, string recipient) => transaction.QuerySingleOrDefault<int>(
        """
        select coalesce(max(Number), 0) + 1
        from FundingQuestion
        where DossierId = @DossierId and CallCode = @Call and Round = @Round and Recipient = @Recipient
        """,
        new { question.DossierId, question.Call, question.Round, Recipient = recipient });

    /// <summary>Asks a recipient by mail, with a link of its own. Null: it is asked already, or there is no address to write to.</summary>
    async Task<FundingQuestion?> Send(Transaction transaction, Guid dossier, string call, string body, int round, int number, Recipient recipient)
    {
        var (code, digest) = SecretCode.New();
        var now = transaction.Clock.GetUtcNow();
        var id = Guid.CreateVersion7();
        if (!await transaction.TryInsert(
                """
                insert into FundingQuestion (Id, DossierId, CallCode, FundingBody, Round, Number, Recipient, PersonId, Name, Address, Language, SecretDigest, AskedAt, ExpiresAt)
                values (@Id, @DossierId, @Call, @FundingBody, @Round, @Number, @Recipient, @PersonId, @Name, @Address, @Language, @Digest, @Now, @Until)
                """,
                new
                {
                    Id = id,
                    DossierId = dossier,
                    Call = call,
                    FundingBody = body,
                    Round = round,
                    Number = number,
                    Recipient = recipient.Key,
                    recipient.PersonId,
                    recipient.Name,
                    recipient.Address,
                    recipient.Language,
                    Digest = digest,
                    Now = now,
                    Until = now + FundingSchedule.LinkHolds,
                }))
            return null;
        var row = await transaction.QuerySingleOrDefault<QuestionRow>($"{Select} where Q.Id = @Id", new { Id = id });
        var question = row!.ToQuestion();
        return mails.Question(question, code) is { } mail && await Mail.Add(transaction, mail) ? question : null;
    }

    /// <summary>A title may be unknown for dossiers deposited long ago: then the reference stands for it.</summary>
    const string Select =
        """
        select Q.Id, Q.DossierId, D.Reference, coalesce(D.Title, D.Reference) as Title, Q.CallCode, Q.FundingBody, Q.Round, Q.Number, Q.Recipient, Q.PersonId, Q.Name, Q.Address, Q.Language,
            Q.AskedAt, Q.ExpiresAt, Q.Answer, Q.AnsweredAt,
            (select count(*) from FundingApplication A
             where A.DossierId = Q.DossierId and A.FundingBody = Q.FundingBody and A.Stage <> 'PreProposal' and A.Result in ('Funded', 'Refused', 'Withdrawn')) as Settling
        from FundingQuestion Q
        join Dossier D on D.Id = Q.DossierId
        """;

    const string SelectByCode = $"{Select} where Q.SecretDigest = @Digest";

    /// <summary>Whom a question goes to. The key tells two of them apart after the address is gone.</summary>
    sealed record Recipient(string Key, Guid? PersonId, string? Name, string Address, string Language)
    {
        public static Recipient Of(Correspondent person) => new(person.Id.ToString("N"), person.Id, person.Name, person.Email, person.Language);

        public static Recipient Of(Named named, string language) => new(
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(named.Address.ToUpperInvariant()))), null, named.Name, named.Address, language);
    }

    sealed record CandidateRow
    {
        public required Guid Id { get; init; }
        public required string Reference { get; init; }
        public required Guid? HolderId { get; init; }
        public required string Code { get; init; }
        public required string FundingBody { get; init; }
        public required DateOnly AnnouncedOn { get; init; }
        public required int Asked { get; init; }
    }

    sealed record CallDays
    {
        public required DateOnly? ClosesOn { get; init; }
        public required DateOnly? AnnouncedOn { get; init; }
    }

    sealed record QuestionRow
    {
        public required Guid Id { get; init; }
        public required Guid DossierId { get; init; }
        public required string Reference { get; init; }
        public required string Title { get; init; }
        public required string CallCode { get; init; }
        public required string FundingBody { get; init; }
        public required int Round { get; init; }
        public required int Number { get; init; }
        public required string Recipient { get; init; }
        public required Guid? PersonId { get; init; }
        public required string? Name { get; init; }
        public required string? Address { get; init; }
        public required string Language { get; init; }
        public required DateTimeOffset AskedAt { get; init; }
        public required DateTimeOffset ExpiresAt { get; init; }
        public required FundingAnswer? Answer { get; init; }
        public required DateTimeOffset? AnsweredAt { get; init; }
        public required int Settling { get; init; }

        public FundingQuestion ToQuestion() => new(
            Id, DossierId, Reference, Title, CallCode, FundingBody, Round, Number, Recipient, PersonId, Name, Address, Language, AskedAt, ExpiresAt, Answer, AnsweredAt, Settling > 0);
    }
}

/// <summary>As what somebody without an account recorded a result.</summary>
public static class RecordedBy
{
    /// <summary>The person the holder said to ask.</summary>
    public const string Named = "named";
}
