using System.Data.Common;
using Labelling.Contracts;
using Labelling.ExpertReview.Labels;
using Labelling.ExpertReview.Reviews;
using Labelling.ExpertReview.Sessions;
using Labelling.ExpertReview.Tests.Sessions;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;
using static Labelling.ExpertReview.Tests.Sessions.CommitteeWorld;

namespace Labelling.ExpertReview.Tests.Labels;

[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public sealed class ReleaseTests(Dialect dialect)
{
    CommitteeWorld world = null!;

    [SetUp]
    public async Task Begin() => world = await Create(dialect);

    [TearDown]
    public async Task End() => await world.DisposeAsync();

    /// <summary>A session with one dossier for each proposal, all decided.</summary>
    async Task<SessionView> Decided(params Proposal[] proposals)
    {
        var dossiers = new List<Guid>();
        foreach (var number in Enumerable.Range(1, proposals.Length))
            dossiers.Add(await world.Dossier(number));
        var session = await world.Opened([.. dossiers]);
        foreach (var (index, proposal) in proposals.Index())
            await world.Decide(session.Id, session.Items[index].Id, proposal);
        return session;
    }

    static Guid[] All(SessionView session) => [.. session.Items.Select(item => item.Id)];

    /// <summary>Two win. The chair, who was recused on the first, is told of what she heard herself and of what was released.</summary>
    [Test]
    public async Task A_prize_is_given_to_no_more_than_win_it_and_nobody_learns_by_a_refusal_what_they_may_not_know()
    {
        await world.Run("update ProgrammeVersion set Winners = 2");
        Guid[] dossiers = [await world.Dossier(1, challenged: [Committee.Chair]), await world.Dossier(2), await world.Dossier(3), await world.Dossier(4), await world.Dossier(5)];
        var session = await world.Opened(dossiers);
        await world.Decide(session.Id, session.Items[4].Id, Committee.Refuse);
        await world.Decide(session.Id, session.Items[0].Id, Committee.Label, Committee.ViceChair);
        await world.Decide(session.Id, session.Items[1].Id, Committee.Label);
        await world.Decide(session.Id, session.Items[2].Id, Committee.Label);
        await world.OpenItem(session.Id, session.Items[3].Id);
        Assert.That((await world.Propose(session.Id, session.Items[3].Id, Committee.Label)).Code, Is.EqualTo("proposal.all-given"), "the two she heard");
        Assert.That((await world.Propose(session.Id, session.Items[3].Id, Committee.WithReservations)).Code, Is.EqualTo("proposal.all-given"));
        Assert.That((await world.Propose(session.Id, session.Items[3].Id, Committee.Refuse)).Status, Is.EqualTo(200));

        Assert.That((await world.Release(Committee.ViceChair, session.Items[0].Id)).Status, Is.EqualTo(200));
        Assert.That((await world.Release(Committee.Chair, session.Items[1].Id, session.Items[2].Id)).Code, Is.EqualTo("release.all-given"));
        Assert.That(await world.Count("Label"), Is.EqualTo(1), "all or none");
        Assert.That((await world.Release(Committee.Chair, session.Items[1].Id)).As<ReleasedList>().Released.Single().LabelNumber, Is.EqualTo("L-2026-0002"));
        Assert.That((await world.Revoke("L-2026-0001", 1, As(Committee.ViceChair))).Status, Is.EqualTo(200));
        Assert.That((await world.Release(Committee.Chair, session.Items[2].Id)).As<ReleasedList>().Released.Single().LabelNumber, Is.EqualTo("L-2026-0003"), "who is next in its place");
        Assert.That((await world.Release(Committee.Chair, session.Items[4].Id)).Status, Is.EqualTo(200), "a refusal is no prize, however many are given");
    }

    [Test]
    public async Task A_file_sent_about_a_reservation_is_kept_with_its_answer_and_scanned_later()
    {
        var session = await Decided(Committee.WithReservations);
        await world.Release(Committee.Chair, All(session));
        var (labels, files) = (world.Db.Get<LabelStore>(), world.Db.Get<EvidenceFileStore>());
        var label = (await labels.Find("L-2026-0001", default))!;
        var said = new Evidence { Id = Guid.CreateVersion7(), Place = 1, PersonId = CommitteeWorld.Holder, At = world.Clock.GetUtcNow(), Text = "Here.", Address = null };
        var sent = new UploadedFile("avis.pdf", FileKind.Pdf.MediaType, 1234, new string('a', 64), ScanState.NotScanned);
        await labels.Answer(label, said, EvidenceFile.Of(said.Id, sent), As(CommitteeWorld.Holder).Actor(Roles.Holder), default);

        var file = (await files.OfLabel(label.Id, default)).Single();
        Assert.That((file.EvidenceId, file.Name, file.Bytes, file.Scan), Is.EqualTo((said.Id, "avis.pdf", 1234L, ScanState.NotScanned)));
        Assert.That((await files.Count(label.Id, 1, default), await files.Count(label.Id, 2, default)), Is.EqualTo((1, 0)));
        Assert.That(await files.Referred([new string('b', 64), sent.Sha256], default), Is.EqualTo(new[] { sent.Sha256 }));
        await files.Scanned((await files.Unscanned(default)).Single(), new Scanned(ScanState.Clean), default);
        await files.Scanned(file, new Scanned(ScanState.Infected, "Worm"), default);
        Assert.That(((await files.OfLabel(label.Id, default)).Single().Scan, (await files.Unscanned(default)).Count), Is.EqualTo((ScanState.Clean, 0)), "who looked first has said it");
    }

    [Test]
    public async Task Many_are_released_at_once_each_by_its_event_and_labels_are_numbered_without_gaps()
    {
        var later = (await world.Plan("April", world.Clock.GetUtcNow().AddDays(60))).As<SessionView>();
        var session = await Decided(
            Committee.Label, Committee.Refuse, Committee.WithReservations, Committee.Support, new(Decision.Adjourn, "More data.", [], later.Id), Committee.Label);
        world.Clock.Advance(TimeSpan.FromDays(1));

        var released = (await world.Release(Committee.Chair, All(session))).As<ReleasedList>().Released;

        Assert.That(released.Select(line => line.LabelNumber), Is.EqualTo(new[] { "L-2026-0001", null, "L-2026-0002", null, null, "L-2026-0003" }));
        Assert.That(released.Select(line => line.ReleasedAt), Is.All.EqualTo(world.Clock.GetUtcNow()));
        var events = (await world.Db.Events()).Where(happened => happened is not SessionScheduled).ToList();
        Assert.That(events.Select(happened => happened.GetType()), Is.EqualTo(new[]
        {
            typeof(LabelIssued), typeof(LabelRefused), typeof(LabelIssued), typeof(SupportLetterIssued), typeof(DossierAdjourned), typeof(LabelIssued),
        }));
        var issued = (LabelIssued)events[2];
        Assert.That((issued.Number, issued.WithReservations, issued.ValidUntil, issued.At, issued.Version),
            Is.EqualTo(("L-2026-0002", true, new DateOnly(2028, 3, 13), world.Clock.GetUtcNow(), 1)));
        Assert.That(((DossierAdjourned)events[4]).ToSessionId, Is.EqualTo(later.Id));
        Assert.That((await world.Read(later.Id, As(Office))).As<SessionView>().CarriedOver.Select(line => line.DossierId), Is.EqualTo(new[] { Committee.Dossier(5) }));
        Assert.That((await world.Waiting(As(Committee.Chair))).As<WaitingReleases>().Items, Is.Empty);
        Assert.That((await world.Db.Get<DossierStore>().Find(Committee.Dossier(5), default))!.ReviewsClosedAt, Is.Null, "an adjourned dossier may be reviewed again");
    }

    [Test]
    public async Task One_that_cannot_be_released_keeps_all_of_them_back()
    {
        var session = await Decided(Committee.Label, Committee.Label);
        await world.Withdraw(2);
        var confirmation = world.Confirmations.Give(Committee.Chair);

        var answer = await world.Release(Committee.Chair, confirmation, All(session));

        Assert.That((answer.Status, answer.Code), Is.EqualTo((409, "release.dossier-withdrawn")));
        Assert.That(await world.Count("Label"), Is.Zero);
        Assert.That((await world.Waiting(As(Office))).As<WaitingReleases>().Items.Select(line => line.Withdrawn), Is.EqualTo(new[] { false, true }));
        var other = (await world.Release(Committee.Chair, confirmation, session.Items[0].Id)).As<ReleasedList>().Released[0];
        Assert.That(other.LabelNumber, Is.EqualTo("L-2026-0001"), "no number is lost, and the confirmation is still good");
    }

    [Test]
    public async Task A_confirmation_is_the_signatorys_own_fresh_and_good_for_one_act()
    {
        var session = await Decided(Committee.Label, Committee.Refuse, Committee.Refuse);
        var used = world.Confirmations.Give(Committee.Chair);
        Assert.That((await world.Release(Committee.Chair, used, session.Items[0].Id)).Status, Is.EqualTo(200));
        var old = world.Confirmations.Give(Committee.Chair);
        world.Clock.Advance(TimeSpan.FromMinutes(3));

        foreach (var confirmation in new[] { used, old, world.Confirmations.Give(Committee.ViceChair), "nothing" })
        {
            var answer = await world.Release(Committee.Chair, confirmation, session.Items[1].Id);
            Assert.That((answer.Status, answer.Code), Is.EqualTo((403, "release.not-confirmed")));
        }
        Assert.That(await world.Count("UsedConfirmation"), Is.EqualTo(1));
    }

    [Test]
    public async Task One_confirmation_given_twice_in_the_same_moment_releases_once()
    {
        var session = await Decided(Committee.Label, Committee.Refuse);
        var confirmation = world.Confirmations.Give(Committee.Chair);

        var answers = await Task.WhenAll(session.Items.Select(item => Task.Run(() => world.Release(Committee.Chair, confirmation, item.Id))));

        Assert.That(answers.Select(answer => answer.Status).Order(), Is.EqualTo(new[] { 200, 403 }));
    }

    [Test]
    public async Task Who_was_in_the_room_but_does_not_sign_is_told_so_and_others_find_nothing()
    {
        var session = await Decided(Committee.Label);
        var itemId = session.Items[0].Id;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await world.Release(Committee.ViceChair, itemId)).Code, Is.EqualTo("release.not-yours"));
            Assert.That((await world.Release(Committee.Ada, itemId)).Code, Is.EqualTo("release.not-yours"));
            Assert.That((await world.Release(Committee.Person(99), itemId)).Status, Is.EqualTo(404));
            Assert.That((await world.Release(Committee.Chair, itemId, Guid.CreateVersion7())).Status, Is.EqualTo(404));
        }
        Assert.That((await world.Release(Committee.Chair, itemId)).Status, Is.EqualTo(200));
        Assert.That((await world.Release(Committee.Chair, itemId)).Code, Is.EqualTo("release.not-waiting"));
    }

    [Test]
    public async Task The_vice_chair_signs_where_the_chair_was_recused()
    {
        var session = await world.Opened([await world.Dossier(1)]);
        await world.Recuse(session.Id, session.Items[0].Id, Committee.Chair);
        await world.Decide(session.Id, session.Items[0].Id, Committee.Label, by: Committee.ViceChair);

        Assert.That((await world.Release(Committee.Chair, session.Items[0].Id)).Status, Is.EqualTo(404), "the recused chair finds nothing");
        Assert.That((await world.Release(Committee.ViceChair, session.Items[0].Id)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task An_adjourned_dossier_comes_back_and_a_settled_one_does_not()
    {
        var later = (await world.Plan("April", world.Clock.GetUtcNow().AddDays(60))).As<SessionView>();
        var session = await Decided(new(Decision.Adjourn, null, [], later.Id), Committee.Refuse);
        Assert.That((await world.Publish(later.Id, later.Revision, Committee.Dossier(1))).Code, Is.EqualTo("session.dossier-elsewhere"), "not before the release");
        await world.Release(Committee.Chair, All(session));

        Assert.That((await world.Publish(later.Id, later.Revision, Committee.Dossier(2))).Code, Is.EqualTo("session.dossier-settled"));
        var back = (await world.Publish(later.Id, later.Revision, Committee.Dossier(1))).As<SessionView>();
        back = (await world.Open(back.Id, back.Revision)).As<SessionView>();
        foreach (var person in Committee.Everybody)
            await world.Attend(back.Id, person);
        await world.Decide(back.Id, back.Items[0].Id, Committee.Label);
        await world.Release(Committee.Chair, back.Items[0].Id);

        var decisions = (await world.Decisions(As(Holder), Committee.Dossier(1))).As<DecisionList>().Items;
        Assert.That(decisions.Select(line => line.Decision), Is.EquivalentTo(new[] { Decision.Label, Decision.Adjourn }));
        Assert.That(decisions.Single(line => line.Decision == Decision.Adjourn).ToSessionTitle, Is.EqualTo("April"));
    }

    [Test]
    public async Task Numbers_begin_again_with_the_year_of_Paris()
    {
        var session = await Decided(Committee.Label, Committee.Label, Committee.Label);
        async Task<string?> NumberOf(int index, string instant)
        {
            world.Clock.Set(instant);
            return (await world.Release(Committee.Chair, session.Items[index].Id)).As<ReleasedList>().Released[0].LabelNumber;
        }

        Assert.That(await NumberOf(0, "2026-12-31T22:59:59Z"), Is.EqualTo("L-2026-0001"));
        Assert.That(await NumberOf(1, "2026-12-31T23:00:00Z"), Is.EqualTo("L-2027-0001"));
        Assert.That(await NumberOf(2, "2027-06-01T10:00:00Z"), Is.EqualTo("L-2027-0002"));
    }

    [Test]
    public async Task The_register_shows_labels_in_force_and_the_check_every_label()
    {
        var session = await Decided(Committee.Label, Committee.WithReservations, Committee.Refuse, Committee.Label);
        await world.Release(Committee.Chair, All(session));
        await world.Revoke("L-2026-0003", 1, As(Committee.Chair));

        var register = (await world.Register()).As<PageOf<RegisterLine>>();
        var found = (await world.Register("Imaging 2")).As<PageOf<RegisterLine>>();
        var check = (await world.Check("L-2026-0002")).As<LabelCheck>();

        Assert.That(register.Items.Select(line => (line.Number, line.Status)),
            Is.EqualTo(new[] { ("L-2026-0002", LabelStatus.WithReservations), ("L-2026-0001", LabelStatus.InForce) }));
        Assert.That((found.Total, found.Items[0].Title, found.Items[0].Organisation), Is.EqualTo((1, "Imaging 2", "Optica 2")));
        Assert.That((await world.Register("%")).As<PageOf<RegisterLine>>().Total, Is.Zero, "a search is no pattern");
        Assert.That((check.Status, check.Reference, check.Version, check.Call, check.Kind),
            Is.EqualTo((LabelStatus.WithReservations, "2026-0002", 1, "i-demo", Award.ProjectLabel)));
        Assert.That((await world.Check("L-2026-0003")).As<LabelCheck>().Status, Is.EqualTo(LabelStatus.Revoked));
        Assert.That((await world.Check("L-2026-0004")).Status, Is.EqualTo(404));
        world.Clock.Set("2028-03-13T12:00:00Z");
        Assert.That((await world.Register()).As<PageOf<RegisterLine>>().Total, Is.Zero);
        Assert.That((await world.Check("L-2026-0001")).As<LabelCheck>().Status, Is.EqualTo(LabelStatus.Expired));
    }

    [Test]
    public async Task What_anybody_reads_names_nobody_and_no_dossier_id()
    {
        var session = await Decided(Committee.WithReservations);
        await world.Release(Committee.Chair, All(session));

        foreach (var body in new[] { (await world.Register()).Body, (await world.Check("L-2026-0001")).Body })
        {
            Assert.That(body, Does.Not.Contain(Holder.ToString()));
            Assert.That(body, Does.Not.Contain(Committee.Dossier(1).ToString()));
            Assert.That(body, Does.Not.Contain("clinician"), "the text of a reservation");
        }
    }

    [Test]
    public async Task The_chair_revokes_once_with_a_confirmation_of_their_own()
    {
        var session = await Decided(Committee.Label);
        await world.Release(Committee.Chair, All(session));
        var used = world.Confirmations.Give(Committee.Chair);

        Assert.That((await world.Revoke("L-2026-0001", 1, As(Committee.ViceChair))).Code, Is.EqualTo("label.not-yours"), "the chair was not recused");
        Assert.That((await world.Revoke("L-2026-0001", 2, As(Committee.Chair))).Code, Is.EqualTo("stale"));
        Assert.That((await world.Revoke("L-2026-0001", 1, As(Committee.Chair), "nothing")).Code, Is.EqualTo("release.not-confirmed"));
        Assert.That((await world.Revoke("L-2026-0009", 1, As(Committee.Chair))).Status, Is.EqualTo(404));
        var revoked = (await world.Revoke("L-2026-0001", 1, As(Committee.Chair), used)).As<LabelCheck>();
        Assert.That((revoked.Status, revoked.Revision), Is.EqualTo((LabelStatus.Revoked, 2L)));
        Assert.That((await world.Revoke("L-2026-0001", 2, As(Committee.Chair), used)).Code, Is.EqualTo("label.revoked"));
        Assert.That((await world.Db.Events()).OfType<LabelRevoked>().Select(happened => (happened.Number, happened.Sequence)), Is.EqualTo(new[] { ("L-2026-0001", 2L) }));
        Assert.That((await world.Release(Committee.Chair, used, session.Items[0].Id)).Status, Is.EqualTo(409));
    }

    [Test]
    public async Task The_vice_chair_revokes_where_the_chair_was_recused()
    {
        var session = await world.Opened([await world.Dossier(1)]);
        await world.Recuse(session.Id, session.Items[0].Id, Committee.Chair);
        await world.Decide(session.Id, session.Items[0].Id, Committee.Label, by: Committee.ViceChair);
        await world.Release(Committee.ViceChair, session.Items[0].Id);

        Assert.That((await world.Revoke("L-2026-0001", 1, As(Committee.Chair))).Code, Is.EqualTo("label.not-yours"));
        Assert.That((await world.Revoke("L-2026-0001", 1, As(Committee.ViceChair))).Status, Is.EqualTo(200));
    }

    const string Insert =
        """
        insert into Label (Id, Number, Year, Serial, ItemId, DossierId, Dossier, Title, Organisation, Call, IssuedOn, ValidUntil, Reservations, ReservationCount,
                           SignatoryId, Status, RevokedAt, RevokedBy, RevocationReason, Revision)
        values (@Id, @Number, @Year, @Serial, @Item, @Dossier, '{}', 'Title', 'Optica', 'i-demo', @IssuedOn, @ValidUntil, '[]', @Reservations,
                @Chair, @Status, @RevokedAt, @RevokedBy, @Reason, 1)
        """;

    [TestCase("L-2026-0002", 2, 1, 0, "InForce", false, null, true, Description = "a whole label")]
    [TestCase(null, 2, 1, 0, "InForce", false, null, false, Description = "without a number")]
    [TestCase("17", 2, 1, 0, "InForce", false, null, false, Description = "a number of another form")]
    [TestCase("L-2026-0001", 2, 1, 0, "InForce", false, null, false, Description = "a number that is taken")]
    [TestCase("L-2026-0002", 1, 1, 0, "InForce", false, null, false, Description = "a serial that is taken")]
    [TestCase("L-2026-0002", 2, 0, 0, "InForce", false, null, false, Description = "a second label of one item")]
    [TestCase("L-2026-0002", 2, 1, 1, "InForce", false, null, false, Description = "in force with reservations")]
    [TestCase("L-2026-0002", 2, 1, 0, "WithReservations", false, null, false, Description = "with reservations, but none")]
    [TestCase("L-2026-0002", 2, 1, 0, "Expired", false, null, false, Description = "expired, which is no state anybody sets")]
    [TestCase("L-2026-0002", 2, 1, 0, "Revoked", true, "Misuse.", true, Description = "revoked")]
    [TestCase("L-2026-0002", 2, 1, 0, "Revoked", true, " ", false, Description = "revoked without a reason")]
    [TestCase("L-2026-0002", 2, 1, 0, "Revoked", false, "Misuse.", false, Description = "revoked by nobody")]
    [TestCase("L-2026-0002", 2, 1, 0, "InForce", true, "Misuse.", false, Description = "in force and revoked")]
    public async Task The_database_takes_no_illegal_label(
        string? number, int serial, int item, int reservations, string status, bool revoked, string? reason, bool allowed)
    {
        var session = await Decided(Committee.Label, Committee.Label);
        await world.Release(Committee.Chair, session.Items[0].Id);
        DbException? refused = null;
        try
        {
            await using var transaction = await world.Db.Database.Begin(default);
            await transaction.Execute(Insert, new
            {
                Id = Guid.CreateVersion7(),
                Number = number,
                Year = 2026,
                Serial = serial,
                Item = session.Items[item].Id,
                Dossier = Committee.Dossier(item + 1),
                IssuedOn = new DateOnly(2026, 3, 12),
                ValidUntil = new DateOnly(2028, 3, 12),
                Reservations = reservations,
                Committee.Chair,
                Status = status,
                RevokedAt = revoked ? world.Clock.GetUtcNow() : (DateTimeOffset?)null,
                RevokedBy = revoked ? Committee.Chair : (Guid?)null,
                Reason = reason,
            });
        }
        catch (DbException exception)
        {
            refused = exception;
        }
        Assert.That(refused is null, Is.EqualTo(allowed), refused?.Message);
    }
}
