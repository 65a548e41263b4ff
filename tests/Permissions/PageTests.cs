using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.PreInterview;
using Labelling.Submission;
using Microsoft.Data.Sqlite;

namespace Labelling.Permissions.Tests;

/// <summary>The page itself, without a store.</summary>
public class PageTests
{
    static readonly Who[] Relations =
        [Who.Holder, Who.CoHolder, Who.Partner, Who.Interviewer, Who.Proposed, Who.Invited, Who.Reviewer, Who.Recused, Who.Seated];

    static readonly Who[] AllRoles = [Who.HolderRole, Who.Expert, Who.Member, Who.Chair, Who.ViceChair, Who.Office, Who.Administrator];

    static IEnumerable<Who> Subsets(Who[] of) => Enumerable.Range(0, 1 << of.Length).Select(bits =>
        of.Where((_, place) => (bits & (1 << place)) != 0).Aggregate(Who.Nobody, (all, one) => all | one));

    static bool IsFlag<T>(T flag) where T : Enum => int.IsPow2(Convert.ToInt32(flag));

    /// <summary>A list and a single read would otherwise answer differently.</summary>
    [Test]
    public void A_filter_finds_exactly_what_the_page_allows()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        Run("create table Combination (R integer not null, P integer not null)");
        foreach (var relations in Subsets(Relations))
            Run($"insert into Combination values ({(int)relations}, 0), ({(int)relations}, {int.MaxValue})");
        var filter = new PermissionFilter(
            Enum.GetValues<Who>().Where(who => who < Who.HolderRole && IsFlag(who)).ToDictionary(who => who, who => $"((R & {(int)who}) <> 0)"),
            Enum.GetValues<Phase>().Where(IsFlag).ToDictionary(phase => phase, phase => $"((P & {(int)phase}) <> 0)"));

        var differing = new List<string>();
        foreach (var roles in Subsets(AllRoles).Where(roles => int.PopCount((int)roles) is < 3 or 7))
        {
            foreach (var act in Enum.GetValues<Act>())
            {
                var found = new HashSet<(int, int)>();
                using (var command = connection.CreateCommand())
                {
                    command.CommandText = $"select R, P from Combination where {filter.For(act, roles)}";
                    using var reader = command.ExecuteReader();
                    while (reader.Read())
                        found.Add((reader.GetInt32(0), reader.GetInt32(1)));
                }
                differing.AddRange(
                    from relations in Subsets(Relations)
                    from phase in new[] { Phase.None, Phase.Any }
                    where new Stance(relations | roles, phase).May(act) != found.Contains(((int)relations, (int)phase))
                    select $"{act} {relations | roles} {phase}");
            }
        }
        Assert.That(differing.Take(20), Is.Empty, $"{differing.Count} combinations");

        void Run(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }

    /// <summary>One rule, said in two places of which the page is one: they must not drift.</summary>
    [Test]
    public void The_page_names_the_phases_from_which_a_dossier_may_go_on()
    {
        var at = new DateTimeOffset(2026, 3, 12, 9, 0, 0, TimeSpan.Zero);
        foreach (var status in Enum.GetValues<DossierStatus>())
        {
            var dossier = Dossier.Start(Guid.CreateVersion7(), new DossierContent(), at) with { Status = status, Version = status is DossierStatus.Draft ? 0 : 1 };
            Assert.Multiple(() =>
            {
                Holds(Act.EditDossier, dossier.Edit(dossier.Content, at) is not null);
                Holds(Act.WithdrawDossier, dossier.Withdraw("Because.", at) is not null);
                Holds(Act.AdmitDossier, dossier.Admit(at) is not null);
                Holds(Act.AdmitDossier, dossier.RefuseAdmission(["Because."], at) is not null);
                Holds(Act.AskCorrection, dossier.RequestCorrection(CorrectionReason.Incomplete, "Because.", new DateOnly(2026, 4, 1), at) is not null);
                Holds(Act.MarkDuplicate, dossier.ConfirmDuplicate("2001-0001", at) is not null);
            });

            void Holds(Act act, bool possible) => Assert.That((Hosting.Permissions.When(act) & dossier.Phase()) != 0, Is.EqualTo(possible), $"{act} from {status}");
        }
        foreach (var status in Enum.GetValues<InterviewStatus>())
        {
            var slot = new Booking(Guid.CreateVersion7(), Guid.CreateVersion7(), at, at.AddMinutes(30));
            var interview = Interview.Open(Guid.CreateVersion7(), 1, 1, null, at) with
            {
                Status = status,
                Booking = status is InterviewStatus.Booked or InterviewStatus.Held or InterviewStatus.Concluded ? slot : null,
            };
            var conclusion = new Conclusion(InterviewRecommendation.Proceed, [], "", "", "", null, null, null);
            Assert.Multiple(() =>
            {
                Holds(Act.ProposeExperts, interview.Propose([slot.ExpertId]) is not null);
                Holds(Act.BookSlot, interview.Book(slot, at) is not null);
                Holds(Act.CancelBooking, interview.CancelBooking() is not null);
                Holds(Act.RecordInterview, interview.Hold(new DateOnly(2026, 3, 12), at) is not null);
                Holds(Act.RecordInterview, interview.NoShow(at) is not null);
                Holds(Act.ConcludeInterview, interview.Conclude(conclusion, at) is not null);
                Holds(Act.AnswerConclusion, interview.Answer(new("Thank you.", slot.ExpertId, at)) is not null);
                Holds(Act.WaiveInterview, interview.Waive("Because.", at) is not null);
            });

            void Holds(Act act, bool possible) => Assert.That((Hosting.Permissions.When(act) & interview.Phase()) != 0, Is.EqualTo(possible), $"{act} from {status}");
        }
    }

    [Test]
    public void Every_act_has_its_line_and_says_why_in_both_languages()
    {
        foreach (var act in Enum.GetValues<Act>())
        {
            var (answer, because) = Hosting.Permissions.May(act, Stance.Unknown);
            Assert.That((answer, because.English.EndsWith('.'), because.French.EndsWith('.'), because.Code), Is.EqualTo((MayAnswer.No, true, true, because.Code)), act.ToString());
            Assert.That(because.Code, Does.Match(@"^[a-z]+(\.[a-z]+(-[a-z]+)*)$"), act.ToString());
        }
    }

    /// <summary>"One person can hold several roles, but never acts in two of them on one dossier."</summary>
    [Test]
    public void Who_holds_a_dossier_may_on_it_what_holders_may_and_nothing_else_whatever_roles_they_have()
    {
        var everything = AllRoles.Aggregate(Who.Nobody, (all, role) => all | role);
        foreach (var act in Enum.GetValues<Act>().Except([Act.SeeSession, Act.RunSession, Act.CorrectMinutes, Act.RecuseOthers, Act.RecordAttendance]))
            Assert.That(new Stance(everything | Who.Holder, Phase.Any).May(act), Is.EqualTo(new Stance(Who.Holder, Phase.Any).May(act)), act.ToString());
    }
}
