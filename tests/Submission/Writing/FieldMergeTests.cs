using FsCheck;
using FsCheck.Fluent;
using Labelling.Submission.Writing;

namespace Labelling.Submission.Tests.Writing;

public sealed class FieldMergeTests
{
    static readonly DossierContent Start = Sample.Content(Guid.Empty, Guid.Empty).Keyed();

    [Test]
    public void Every_field_is_read_as_it_was_written()
    {
        foreach (var (field, text) in ContentFields.All(Start))
        {
            var (written, fault) = ContentFields.Write(Start, field, text);
            Assert.That(fault, Is.Null, field);
            Assert.That(ContentFields.Differences(Start, written!), Is.Empty, field);
        }
    }

    [Test]
    public void A_row_put_back_is_the_row_that_was_taken_out_with_what_it_costs()
    {
        var costed = Write(Start, "workPackages[w1].costs[p1]", "1250.5");
        var row = ContentFields.Read(costed, "partners[p1]");
        var without = Write(costed, "partners[p1]", null);
        Assert.That(without.WorkPackages[0].Costs, Is.Null);
        Assert.That(ContentFields.All(Write(without, "partners[p1]", row)), Is.EqualTo(ContentFields.All(costed)));
    }

    [Test]
    public void The_same_field_changed_by_two_gives_both_values_back()
    {
        var theirs = Write(Start, "title", "Leur titre");
        var merged = FieldMerge.Of(theirs, [new("title", Start.Title, "Mon titre"), new("acronym", Start.Acronym, "MIEN")]);
        Assert.Multiple(() =>
        {
            Assert.That(merged.Conflicts, Is.EqualTo(new[] { new FieldConflict("title", Start.Title, "Leur titre", "Mon titre", false) }));
            Assert.That((merged.Content.Title, merged.Content.Acronym), Is.EqualTo(("Leur titre", "MIEN")));
        });
    }

    [Test]
    public void Own_value_kept_after_seeing_theirs_goes_in()
    {
        var theirs = Write(Start, "title", "Leur titre");
        Assert.That(FieldMerge.Of(theirs, [new("title", "Leur titre", "Mon titre")]).Content.Title, Is.EqualTo("Mon titre"));
    }

    [Test]
    public void What_was_typed_into_a_row_that_somebody_removed_comes_back_as_gone()
    {
        var theirs = Write(Start, "partners[p1]", null);
        var merged = FieldMerge.Of(theirs, [new("partners[p1].role", null, "Essais cliniques")]);
        Assert.That(merged.Conflicts, Is.EqualTo(new[] { new FieldConflict("partners[p1].role", null, null, "Essais cliniques", true) }));
    }

    [Test]
    public void A_row_that_somebody_changed_is_not_removed_unseen()
    {
        var seen = ContentFields.Read(Start, "partners[p1]");
        var theirs = Write(Start, "partners[p1].role", "Essais cliniques");
        Assert.That(FieldMerge.Of(theirs, [new("partners[p1]", seen, null)]).Conflicts.Select(one => one.Field), Is.EqualTo(new[] { "partners[p1]" }));
    }

    [Test]
    public void Rows_are_moved_whatever_others_add_at_the_same_time()
    {
        var two = Write(Write(Start, "partners[p2]", "{}"), "partners[p2].name", "CHU");
        var theirs = Write(two, "partners[p3]", """{"name":"Ligue"}""");
        var merged = FieldMerge.Of(theirs, [new("partners.order", "p1 p2", "p2 p1")]);
        Assert.That(merged.Content.Partners.Select(row => row.Key), Is.EqualTo(new[] { "p2", "p1", "p3" }));
    }

    [TestCase("lead.siren", "732 829 320", ExpectedResult = "732829320")]
    [TestCase("totalBudgetEur", "1 234 567,5", ExpectedResult = "1234567.5")]
    [TestCase("startsOn", "01/03/2027", ExpectedResult = "2027-03-01")]
    [TestCase("objectives", "  Une ligne\r\net une autre \r\n", ExpectedResult = "Une ligne\net une autre")]
    public string? What_is_typed_in_another_way_is_kept_in_one(string field, string typed) => ContentFields.Read(Write(Start, field, typed), field);

    [TestCase("totalBudgetEur", "beaucoup", FieldFault.Unreadable)]
    [TestCase("startsOn", "2027-02-30", FieldFault.Unreadable)]
    [TestCase("kind", "7", FieldFault.Unreadable)]
    [TestCase("partners[p2].name", "CHU", FieldFault.Gone)]
    [TestCase("workPackages[w1].costs[p9]", "1", FieldFault.Gone)]
    [TestCase("coHolderIds[00000000-0000-7000-8000-00000000a003]", "yes", FieldFault.Unknown)]
    [TestCase("partners[lead]", "{}", FieldFault.Unknown)]
    [TestCase("title.x", "CHU", FieldFault.Unknown)]
    [TestCase("", "CHU", FieldFault.Unknown)]
    public void What_cannot_be_written_says_why(string field, string text, FieldFault fault) => Assert.That(ContentFields.Write(Start, field, text), Is.EqualTo((default(DossierContent), fault)));

    [Test]
    public void A_content_from_before_rows_had_keys_gets_the_same_ones_each_time()
    {
        var old = Storage.Json.Read<DossierContent>("""{"title":"T","partners":[{"name":"A"},{"name":"B","key":"p1"},{"name":"C"}],"workPackages":[{"title":"W","costEur":1}]}""");
        Assert.That(old.Keyed().Partners.Select(row => (row.Name, row.Key)), Is.EqualTo(new[] { ("A", "p2"), ("B", "p1"), ("C", "p3") }));
        Assert.That((old.Keyed().WorkPackages[0].Key, old.WorkPackages[0].Costs), Is.EqualTo(("w1", default(IReadOnlyDictionary<string, decimal>))));
    }

    // Few fields and few values, so that changes meet.
    static readonly string[] Fields =
        ["title", "summary", "kind", "totalBudgetEur", "lead.name", "sectors[medtech]", "partners[p1].role", "partners[p1].budgetEur", "partners[p2].name", "workPackages[w1].costs[p1]", "workPackages[w2].title", "partners[p1]", "partners[p2]"];

    static readonly string?[] Values = ["1", "2,5", "un texte", "Project", "yes", "{}", """{"name":"CHU","budgetEur":"3"}""", " ", null];

    static Gen<FieldChange[]> Changes(string[] fields) => (
        from field in Gen.Elements(fields)
        from seen in Gen.Choose(0, 3)
        from before in Gen.Elements(Values)
        from to in Gen.Elements(Values)
            // Mostly from what stands there.
        select new FieldChange(field, seen > 0 ? ContentFields.Read(Start, field) : before, to)).ArrayOf(6);

    [Test]
    public void No_typed_value_is_ever_lost() => FsCheck.Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2000),
        Prop.ForAll(Arb.From(Changes(Fields)), Arb.From(Changes(Fields)), (theirs, mine) =>
        {
            var now = FieldMerge.Of(Start, theirs).Content;
            var merged = FieldMerge.Of(now, mine);
            // Taken, in conflict or refused: each change is in exactly one, with what was typed.
            var told = merged.Taken.Select(one => (one.Field, one.To))
                .Concat(merged.Conflicts.Select(one => (one.Field, one.Yours)))
                .Concat(merged.Refused.Select(one => (one.Field, one.Yours)));
            // And of what others wrote, nothing changed that no taken change names.
            var named = merged.Taken.Select(one => one.Field).ToHashSet();
            var touched = ContentFields.Differences(now, merged.Content)
                .Where(field => !named.Contains(field) && !(ContentFields.RowOf(field) is { } row && named.Contains(row)) && !field.EndsWith(".order", StringComparison.Ordinal)
                    && !(ContentFields.Parse(field)?.Sub is { } partner && named.Contains($"partners[{partner}]")));
            return told.Order().SequenceEqual(mine.Select(one => (one.Field, one.To)).Order()) && !touched.Any();
        }));

    [Test]
    public void What_is_taken_stands_in_the_content() => FsCheck.Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2000),
        Prop.ForAll(Arb.From(Changes(Fields)), Arb.From(Gen.Elements(Fields)), Arb.From(Gen.Elements(Values)), (theirs, field, to) =>
        {
            var now = FieldMerge.Of(Start, theirs).Content;
            var merged = FieldMerge.Of(now, [new(field, ContentFields.Read(now, field), to)]);
            return merged.Conflicts.Count(one => !one.Gone) == 0
                && merged.Taken.All(one => ContentFields.Read(merged.Content, field) == ContentFields.Read(ContentFields.Write(merged.Content, field, to).Content!, field));
        }));

    [Test]
    public void Changes_of_different_fields_come_to_the_same_in_either_order() => FsCheck.Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2000),
        Prop.ForAll(
            Arb.From(Changes(["title", "kind", "totalBudgetEur", "sectors[medtech]", "partners[p1].role", "workPackages[w1].costs[p1]", "partners[p2]", "partners[p2].name"])),
            Arb.From(Changes(["summary", "lead.name", "sectors[e-health]", "partners[p1].budgetEur", "workPackages[w1].costs[lead]", "workPackages[w2].title", "partners[p3]", "partners[p3].name"])),
            (ours, theirs) =>
            {
                var one = FieldMerge.Of(FieldMerge.Of(Start, ours).Content, theirs).Content;
                var other = FieldMerge.Of(FieldMerge.Of(Start, theirs).Content, ours).Content;
                // Rows that both added stand in the order of their coming.
                return ContentFields.Differences(one, other).All(field => field.EndsWith(".order", StringComparison.Ordinal));
            }));

    static DossierContent Write(DossierContent content, string field, string? text) =>
        ContentFields.Write(content, field, text) is ({ } written, _) ? written : throw new AssertionException($"{field} was not written.");
}
