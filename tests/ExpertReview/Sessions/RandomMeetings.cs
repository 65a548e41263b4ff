using Labelling.ExpertReview.Sessions;
using Labelling.Ground;

namespace Labelling.ExpertReview.Tests.Sessions;

/// <summary>
/// Random meetings of committees of three to nine, of one to three items: seats are replaced and agendas published again before the
/// session is opened; then people come, go, are recused, elect, propose, vote and count in any order, allowed or not. After every act the
/// program and a plain account of the rules say the same. LABELLING_TEST_LONG: 20 000 meetings; LABELLING_TEST_SEED: the first of them.
/// </summary>
public sealed class RandomMeetings
{
    static readonly int Meetings = LongRun.Asked ? 20_000 : 250;
    static readonly int First = int.TryParse(Environment.GetEnvironmentVariable("LABELLING_TEST_SEED"), out var seed) ? seed : 1;
    static readonly decimal[] Shares = [0.5m, 0.5m, 0.34m, 0.67m, 1m];
    static readonly Guid[] Pool = [.. Enumerable.Range(1, 11).Select(Committee.Person)];

    readonly Dictionary<string, int> met = [];

    [Test]
    public void The_rules_hold_whatever_happens_in_whatever_order()
    {
        for (var seed = First; seed < First + Meetings; seed++)
        {
            try
            {
                Play(new Random(seed));
            }
            catch (AssertionException failed)
            {
                throw new AssertionException($"Meeting {seed}: {failed.Message}", failed);
            }
        }
        foreach (var what in new[] { "carried", "not carried", "tie broken", "tie lost", "below quorum", "elected presides", "vote of who left", "recused while voting", "replaced", "recused and back", "left undecided", "put aside", "signed by vice" })
            Assert.That(met.GetValueOrDefault(what), Is.GreaterThan(0), $"{what} never came up");
        TestContext.Out.WriteLine(string.Join(", ", met.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}")));
    }

    void Meet(string what, bool really = true)
    {
        if (really)
            met[what] = met.GetValueOrDefault(what) + 1;
    }

    void Play(Random random)
    {
        var share = Shares[random.Next(Shares.Length)];
        var plain = new PlainMeeting(share);
        var seats = Seats(random);
        plain.Sit(seats);
        var meeting = new Meeting { Session = Session.Plan("March", Committee.Noon, "Lyon", [.. seats.Select(seat => new Seat(seat.Person, seat.Role))], Committee.Noon)!.Value.Item1 };
        Guid[] all = [.. Enumerable.Range(1, 3).Select(Committee.Dossier)];
        var everSeated = new HashSet<Guid>(seats.Select(seat => seat.Person));

        // Before it is opened.
        for (var step = random.Next(8); step > 0 || !plain.HasAgenda; step--)
        {
            switch (random.Next(4))
            {
                case 0:
                    seats = random.Next(6) == 0 ? [.. seats.Skip(1)] : Seats(random);
                    var conflicted = Pool[random.Next(Pool.Length)];
                    Agree("replacing members", plain.Sit(seats), meeting.Change(
                        "March", Committee.Noon, "Lyon", [.. seats.Select(seat => new Seat(seat.Person, seat.Role))], Detected(plain.Dossiers, conflicted), Committee.Noon)?.Item1, after =>
                        {
                            foreach (var dossier in plain.Dossiers.Take(1).Where(_ => plain.Seated(conflicted)))
                                plain.Recuse(dossier, conflicted);
                            Meet("replaced");
                            Meet("recused and back", plain.Dossiers.Any(dossier => plain.Seats.Any(seat => plain.IsRecused(dossier, seat.Person) && everSeated.Contains(seat.Person))));
                            everSeated.UnionWith(plain.Seats.Select(seat => seat.Person));
                            return after;
                        });
                    break;
                case 1 or 2:
                    var order = all.OrderBy(_ => random.Next()).Take(random.Next(4)).ToArray();
                    Agree("publishing an agenda", plain.Publish(order), meeting.PublishAgenda([.. order.Select(dossier => new AgendaEntry(dossier, Committee.OnAgenda(share)))], [], Committee.Noon), after => after);
                    break;
                default:
                    Recuse(random);
                    break;
            }
        }
        Agree("opening", plain.Begin(), meeting.Open(Committee.Noon), after => after);
        for (var step = 0; step < 110; step++)
            Act(random);
        foreach (var dossier in plain.Dossiers)
            Meet("left undecided", !plain.Decided(dossier));
        Agree("closing", plain.End(), meeting.Close(Committee.Noon), after => after);
        for (var step = 0; step < 5; step++)
            Act(random);

        void Act(Random random)
        {
            var dossier = plain.Before is { } before && random.Next(4) > 0 ? before : plain.Dossiers[random.Next(plain.Dossiers.Length)];
            var item = meeting.Items.Single(one => one.DossierId == dossier);
            var person = random.Next(12) == 0 ? Pool[random.Next(Pool.Length)] : plain.Seats[random.Next(plain.Seats.Length)].Person;
            var presiding = random.Next(4) > 0 ? plain.Presides(dossier) ?? person : person;
            switch (random.Next(20))
            {
                case 0 or 1 or 2 or 3 or 4:
                    var presence = (Presence)random.Next(random.Next(3) == 0 ? 3 : 2);
                    Agree("attendance", plain.Come(person, presence is not Presence.Absent), meeting.Attend(person, presence, Committee.Noon), after =>
                    {
                        Meet("vote of who left", presence is Presence.Absent && meeting.OpenBallot(item.Id) is { } ballot && meeting.Votes.Any(vote => vote.BallotId == ballot.Id && vote.PersonId == person));
                        return after;
                    });
                    break;
                case 5 when random.Next(3) == 0:
                    Recuse(random);
                    break;
                case 6 or 7:
                    Guid? conflicted = random.Next(5) == 0 ? Pool[random.Next(Pool.Length)] : null;
                    var aside = plain.Before;
                    Agree("taking up", plain.TakeUp(dossier, conflicted), meeting.OpenItem(item.Id, conflicted is { } one ? Detected([dossier], one) : []), after =>
                    {
                        Meet("put aside", aside is not null);
                        return after;
                    });
                    break;
                case 8 or 9:
                    var candidate = plain.Seats[random.Next(Math.Min(4, plain.Seats.Length))].Person;
                    Agree("electing", plain.Choose(dossier, person, candidate), meeting.Elect(item.Id, person, candidate), after => after);
                    break;
                case 10 or 11:
                    Agree("proposing", plain.Propose(dossier, presiding), meeting.Propose(item.Id, presiding, Committee.Label, Committee.Noon), after => after);
                    break;
                case 12 or 13 or 14 or 15 or 16:
                    var choice = (Choice)random.Next(3);
                    Agree("voting", plain.Vote(dossier, person, choice), meeting.CastVote(item.Id, person, choice, Committee.Noon), after => after);
                    break;
                default:
                    var (running, quorum, result) = (plain.Running(dossier), plain.HasQuorum(dossier), plain.Result(dossier));
                    Meet("below quorum", running && !quorum && plain.Presides(dossier) == presiding);
                    Ballot? closed = null;
                    Agree("counting", plain.Count(dossier, presiding), meeting.CloseBallot(item.Id, presiding, Committee.Noon) is var (counted, ballot) ? Kept(counted, ballot) : null, after =>
                    {
                        Assert.That((closed!.Count!.For, closed.Count.Against, closed.Count.Abstain, closed.Status == BallotStatus.Carried),
                            Is.EqualTo((result.For, result.Against, result.Abstain, result.Carried)), "the count");
                        Assert.That(after.Votes.Where(vote => vote.BallotId == closed.Id && vote.Counted == true).Select(vote => vote.PersonId), Is.EquivalentTo(result.Voters), "whose votes counted");
                        Meet(result.Carried ? "carried" : "not carried");
                        Meet(result.Carried ? "tie broken" : "tie lost", result.For == result.Against);
                        Meet("elected presides", !plain.Officer(dossier));
                        Meet("signed by vice", result.Carried && plain.Seats.Any(seat => seat.Role is SeatRole.ViceChair && plain.Signs(dossier) == seat.Person));
                        return after;
                    });
                    break;

                    Meeting Kept(Meeting after, Ballot one)
                    {
                        closed = one;
                        return after;
                    }
            }
        }

        void Recuse(Random random)
        {
            if (plain.Dossiers.Length == 0)
                return;
            var dossier = plain.Dossiers[random.Next(plain.Dossiers.Length)];
            var item = meeting.Items.Single(one => one.DossierId == dossier);
            var person = Pool[random.Next(Pool.Length)];
            var voting = meeting.OpenBallot(item.Id) is { } ballot && meeting.Votes.Any(vote => vote.BallotId == ballot.Id && vote.PersonId == person);
            Agree("recusing", plain.Recuse(dossier, person), meeting.Recuse(item.Id, person, random.Next(2) == 0 ? RecusalKind.Own : RecusalKind.Office, "A friend.", Committee.Noon), after =>
            {
                Meet("recused while voting", voting);
                return after;
            });
        }

        void Agree(string what, bool may, Meeting? after, Func<Meeting, Meeting> then)
        {
            Assert.That(after is not null, Is.EqualTo(may), $"{what}: whether it may be done");
            if (after is null)
                return;
            meeting = then(after);
            foreach (var item in meeting.Items)
            {
                var room = meeting.RoomFor(item);
                var id = item.DossierId;
                Assert.That(room.Entitled, Is.EquivalentTo(plain.Entitled(id)), $"after {what}: entitled");
                Assert.That(room.Present, Is.EquivalentTo(plain.Here(id)), $"after {what}: present");
                Assert.That(room.Quorum.Reached, Is.EqualTo(plain.HasQuorum(id)), $"after {what}: quorum");
                Assert.That(room.Presiding, Is.EqualTo(plain.Presides(id)), $"after {what}: who presides");
                Assert.That(item.Status is ItemStatus.Decided, Is.EqualTo(plain.Decided(id)), $"after {what}: decided");
                Assert.That(item.Status is ItemStatus.Open, Is.EqualTo(plain.Before == id), $"after {what}: taken up");
                Assert.That(item.Status is ItemStatus.Decided ? meeting.Signatory(item) : null, Is.EqualTo(plain.Decided(id) ? plain.Signs(id) : null), $"after {what}: who signs");
                foreach (var person in Pool)
                    Assert.That(meeting.IsInTheRoom(item, new Viewer(person, Office: false, new HashSet<Guid>())), Is.EqualTo(plain.Knows(id, person)), $"after {what}: who knows");
                // Once and for all: no recused person has a vote or a choice left.
                Assert.That(meeting.Votes.Any(vote => meeting.Ballots.Single(one => one.Id == vote.BallotId).ItemId == item.Id && plain.IsRecused(id, vote.PersonId)), Is.False, $"after {what}: a recused vote");
            }
        }
    }

    static IEnumerable<Recusal> Detected(IEnumerable<Guid> dossiers, Guid person) =>
        dossiers.Take(1).Select(dossier => new Recusal(dossier, person, RecusalKind.Detected, "because.", "parce que.", Committee.Noon));

    /// <summary>A chair, often a vice-chair, the rest members.</summary>
    static (Guid Person, SeatRole Role)[] Seats(Random random)
    {
        var people = Pool.OrderBy(_ => random.Next()).Take(random.Next(3, 10)).ToList();
        var vice = random.Next(4) > 0;
        return [.. people.Select((person, place) => (person, place == 0 ? SeatRole.Chair : place == 1 && vice ? SeatRole.ViceChair : SeatRole.Member))];
    }
}
