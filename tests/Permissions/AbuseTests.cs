using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Labelling.Contracts;
using Labelling.Embedded.Demonstration;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Submission;
using Microsoft.Extensions.DependencyInjection;

namespace Labelling.Permissions.Tests;

/// <summary>Known ways into review systems, tried here over HTTP. The others are listed in abuse.txt.</summary>
[TestFixture, Order(2)]
public partial class AbuseTests
{
    readonly World world = Place.World;

    static string[] UnderReview => ["invited", "accepted", "review-in", "all-reviews-in", "on-agenda", "in-session", "decided"];

    async Task<JsonNode> Read(Guid person, string role, string path)
    {
        var (status, json) = await world.Get(person, role, path);
        Assert.That(status, Is.EqualTo(200), path);
        return json!;
    }

    [Test, Category("abuse 1")]
    public async Task No_filter_of_a_list_finds_what_is_not_ones_to_see()
    {
        foreach (var role in (string[])[Roles.Holder, Roles.Expert, Roles.Member])
        {
            foreach (var dossier in world.Dossiers)
            {
                Assert.That((await Read(world.Stranger, role, $"/api/interviews?dossierId={dossier.Id}"))["total"]!.GetValue<int>(), Is.Zero);
                Assert.That((await Read(world.Stranger, role, $"/api/decisions?dossierId={dossier.Id}")).Items(), Is.Empty);
                Assert.That((await world.Get(world.Stranger, role, $"/api/outcomes?dossierId={dossier.Id}")).Status, Is.EqualTo(404));
            }
        }
        foreach (var dossier in world.Dossiers)
            Assert.That((await Read(world.Stranger, Roles.Expert, $"/api/invitations?dossierId={dossier.Id}")).AsArray(), Is.Empty);
        foreach (var name in world.People.Experts.Append(world.People.Office).Select(account => account.Name))
            Assert.That((await Read(world.Stranger, Roles.Member, $"/api/labels?query={Uri.EscapeDataString(name)}"))["total"]!.GetValue<int>(), Is.Zero, "the register is searched by nobody's name");
    }

    [Test, Category("abuse 2")]
    public async Task A_recused_chair_and_one_in_conflict_have_no_row_of_the_dossier_at_all()
    {
        var recused = world.At("on-agenda").People["recused"];
        var rows = await Rows(recused);
        foreach (var phase in (string[])["on-agenda", "in-session", "decided"])
            Assert.That(rows, Does.Not.Contain(world.At(phase).Id), phase);
        Assert.That(rows, Does.Contain(world.At("labelled").Id), "released: no secret any more");
        foreach (var phase in (string[])["invited", "all-reviews-in"])
            Assert.That(await Rows(world.At(phase).People["interviewer"]), Does.Not.Contain(world.At(phase).Id), $"who interviewed in {phase} is in conflict");
        Assert.That(await Rows(world.Stranger), Does.Contain(world.At("on-agenda").Id));
        foreach (var part in (string[])["holder", "co-holder", "partner"])
            foreach (var phase in (string[])["submitted", "to-schedule", "on-agenda"])
                Assert.That(await Rows(world.At(phase).People[part]), Does.Not.Contain(world.At(phase).Id), $"{part} in {phase}");

        async Task<IEnumerable<Guid>> Rows(Guid person) => (await Read(person, Roles.Chair, "/api/reviews/dossiers")).AsArray().Select(row => row!.Id("dossierId"));
    }

    [Test, Category("abuse 6")]
    public async Task Nobody_but_the_office_and_administrators_is_shown_a_list_of_people()
    {
        foreach (var role in Roles.All.Except([Roles.Office, Roles.Administrator]))
        {
            var (status, text) = await world.Send(world.Stranger, [role], HttpMethod.Get, "/api/people?query=a");
            Assert.That((status, text.Contains("Nadia", StringComparison.Ordinal)), Is.EqualTo((403, false)), role);
            if (role != Roles.Chair)
                Assert.That((await world.Send(world.Stranger, [role], HttpMethod.Get, "/api/experts")).Status, Is.EqualTo(403), role);
        }
    }

    [Test, Category("abuse 8")]
    public async Task The_calendar_entry_names_the_two_who_meet_and_nobody_else()
    {
        var booked = world.At("booked");
        var (status, entry) = await world.Send(booked.People["holder"], [Roles.Holder], HttpMethod.Get, $"/api/interviews/{booked.Things["interview"]}/calendar");
        Assert.That(status, Is.EqualTo(200));
        // Its lines are folded.
        entry = entry.Replace("\r\n ", "", StringComparison.Ordinal);
        Assert.That(entry, Does.Contain(world.People.Experts[1].Name));
        foreach (var name in world.People.Experts.Where((_, number) => number != 1).Append(world.People.Office).Select(account => account.Name))
            Assert.That(entry, Does.Not.Contain(name));
        Assert.That((await world.Send(booked.People["proposed"], [Roles.Expert], HttpMethod.Get, $"/api/interviews/{booked.Things["interview"]}/calendar")).Status, Is.EqualTo(404));
    }

    [Test, Category("abuse 9")]
    public async Task A_new_role_opens_nothing_that_the_old_part_closed()
    {
        foreach (var phase in UnderReview)
        {
            var dossier = world.At(phase);
            foreach (var role in (string[])[Roles.Member, Roles.Chair, Roles.ViceChair, Roles.Office])
                Assert.That((await world.Get(dossier.People["expert"], role, $"/api/synthesis/{dossier.Id}")).Status, Is.EqualTo(404), $"{role} who reviews in {phase}");
            Assert.That((await world.Get(dossier.People["expert"], Roles.Holder, $"/api/invitations/{dossier.Things["invitation"]}")).Status, Is.EqualTo(403), "the role of expert is gone");
        }
    }

    [Test, Category("abuse 11")]
    public async Task The_chairs_table_of_reviews_names_no_expert()
    {
        var (_, table) = await world.Send(world.Stranger, [Roles.Chair], HttpMethod.Get, "/api/reviews/dossiers");
        foreach (var dossier in world.Dossiers.Where(dossier => dossier.People.ContainsKey("expert")))
            foreach (var secret in (string[])["expert", "other-expert"])
                Assert.That(table, Does.Not.Contain(dossier.People[secret].ToString()));
        foreach (var expert in world.People.Experts)
            Assert.That(table, Does.Not.Contain(expert.Name));
    }

    /// <summary>Status, words and length: nothing tells what is hidden from what there is not, by reading or by trying to change it.</summary>
    [Test, Category("abuse 12"), Category("abuse 13"), Category("abuse 17")]
    public async Task What_is_hidden_is_answered_like_what_there_is_not()
    {
        var fixedThings = await TableTests.FixedThings(world);
        var compared = 0;
        var all =
            from block in Table.Read().Where(Requests.IsAboutADossier)
            from role in Roles.All
            from dossier in world.Dossiers
            select (Block: block, Role: role, Dossier: dossier);
        foreach (var (block, role, dossier) in LongRun.Sample(all, one => (one.Block, one.Role), one => $"{one.Block} {one.Role} {one.Dossier.Phase}", first: 1, oneIn: 6))
        {
            var things = fixedThings.Concat(dossier.Things).ToDictionary();
            // No label is hidden: a number that nobody bears is one.
            if (Requests.To(block, things) is not var (path, body, media) || things.ContainsKey("number") && block.Path.Contains("{number}", StringComparison.Ordinal))
                continue;
            var hidden = await world.Send(world.Stranger, [role], new HttpMethod(block.Method), path, body, media);
            if (hidden.Status != 404)
                continue;
            var unknown = Requests.To(block, things.ToDictionary(thing => thing.Key, thing => dossier.Things.ContainsKey(thing.Key) ? Guid.CreateVersion7().ToString() : thing.Value))!.Value;
            var nothing = await world.Send(world.Stranger, [role], new HttpMethod(block.Method), unknown.Path, unknown.Body, media);
            Assert.That((hidden.Status, Without(hidden.Text)), Is.EqualTo((nothing.Status, Without(nothing.Text))), $"{block} {role} {dossier.Phase}");
            compared++;
        }
        Assert.That(compared, Is.GreaterThan(LongRun.Asked ? 1000 : 400));
    }

    [Test, Category("abuse 12"), Category("abuse 17")]
    public async Task Asked_why_the_answer_about_a_hidden_dossier_is_the_one_about_an_unknown_one()
    {
        foreach (var path in (string[])["/api/dossiers/{0}/access", "/api/synthesis/{0}/access", "/api/funding-applications/access?dossierId={0}",
                     "/fragments/submission/access?dossier={0}", "/fragments/pre-interview/access?dossier={0}", "/fragments/expert-review/access?dossier={0}",
                     "/fragments/funding-outcome/access?dossier={0}"])
        {
            foreach (var dossier in world.Dossiers)
            {
                foreach (var role in (string[])[Roles.Holder, Roles.Expert])
                {
                    var hidden = await world.Send(world.Stranger, [role], HttpMethod.Get, path.Replace("{0}", dossier.Id.ToString()));
                    Assert.That(hidden, Is.EqualTo(await world.Send(world.Stranger, [role], HttpMethod.Get, path.Replace("{0}", Guid.CreateVersion7().ToString()))), $"{path} {dossier.Phase}");
                }
            }
        }
        var draft = world.At("draft").Id;
        Assert.That(await world.Send(world.Office, [Roles.Office], HttpMethod.Get, $"/api/dossiers/{draft}/access?person={world.At("draft").People["holder"]}"),
            Is.EqualTo(await world.Send(world.Office, [Roles.Office], HttpMethod.Get, $"/api/dossiers/{Guid.CreateVersion7()}/access?person={world.At("draft").People["holder"]}")),
            "nor about a holder's draft, for the office");
        Assert.That((await world.Send(world.Stranger, [Roles.Holder], HttpMethod.Get, $"/api/dossiers/{draft}/access?person={world.Office}")).Status, Is.EqualTo(403), "others are for the office to ask about");
    }

    [Test]
    public async Task Asked_why_the_page_answers_in_the_persons_part()
    {
        var dossier = world.At("all-reviews-in");
        var own = await Read(dossier.People["holder"], Roles.Holder, $"/api/dossiers/{dossier.Id}/access");
        Assert.That(Line(own, "EditDossier"), Is.EqualTo((false, true)), "holders write, but not now");
        Assert.That(Line(own, "ReadDossier").Allowed, Is.True);
        Assert.That(own["as"]!.AsArray().Select(part => part!.ToString()), Is.EqualTo(new[] { "holder" }));
        var about = await Read(world.Office, Roles.Office, $"/api/synthesis/{dossier.Id}/access?person={dossier.People["expert"]}");
        Assert.That(about["as"]!.AsArray().Select(part => part!.ToString()), Is.EqualTo(new[] { "reviewing expert" }));
        Assert.That((Line(about, "ReadOtherReviews").Allowed, Line(about, "ReadSynthesis").Allowed, Line(about, "WriteReview")), Is.EqualTo((true, false, (false, true))));
        var recused = world.At("in-session");
        about = await Read(world.Office, Roles.Office, $"/api/synthesis/{recused.Id}/access?person={recused.People["recused"]}");
        Assert.That((Line(about, "KnowItem").Allowed, Line(about, "Vote").Allowed), Is.EqualTo((false, false)));
        about = await Read(world.Office, Roles.Office, $"/api/synthesis/{recused.Id}/access?person={recused.People["member-seat"]}");
        Assert.That((Line(about, "KnowItem").Allowed, Line(about, "Vote").Allowed), Is.EqualTo((true, true)));
        var (_, french) = await world.Send(dossier.People["holder"], [Roles.Holder], HttpMethod.Get, $"/api/dossiers/{dossier.Id}/access", language: "fr");
        Assert.That(french, Does.Contain("porteur"));

        static (bool Allowed, bool NotNow) Line(JsonNode answer, string act)
        {
            var line = answer.Items("acts").Single(one => one.Text("act") == act);
            return (line["allowed"]!.GetValue<bool>(), line.Text("because").StartsWith("Not now.", StringComparison.Ordinal));
        }
    }

    [Test, Category("abuse 14"), Category("abuse 15")]
    public async Task Totals_and_every_filter_count_what_is_seen_and_nothing_else()
    {
        foreach (var (person, role) in ((Guid, string)[])[(world.Stranger, Roles.Holder), (world.Stranger, Roles.Member), (world.Expert, Roles.Expert),
                     (world.Office, Roles.Office), (world.At("draft").People["co-holder"], Roles.Holder), (world.At("draft").People["partner"], Roles.Holder)])
        {
            var all = await Read(person, role, "/api/dossiers?pageSize=200");
            Assert.That(all["total"]!.GetValue<int>(), Is.EqualTo(all.Items().Count()));
            var byStatus = 0;
            foreach (var status in Enum.GetNames<DossierStatus>())
            {
                var some = await Read(person, role, $"/api/dossiers?status={status}&pageSize=200");
                Assert.That(some["total"]!.GetValue<int>(), Is.EqualTo(some.Items().Count()), status);
                byStatus += some.Items().Count();
            }
            Assert.That(byStatus, Is.EqualTo(all.Items().Count()), "every filter taken together finds the list and no more");
            var interviews = await Read(person, role, "/api/interviews?pageSize=200");
            Assert.That(interviews["total"]!.GetValue<int>(), Is.EqualTo(interviews.Items().Count()));
        }
        Assert.That((await Read(world.Stranger, Roles.Holder, "/api/dossiers"))["total"]!.GetValue<int>(), Is.Zero);
        var office = (await Read(world.Office, Roles.Office, "/api/dossiers?pageSize=200")).Items().Select(line => line.Id()).ToList();
        Assert.That(office, Is.EquivalentTo(world.Dossiers.Where(dossier => dossier.Phase != "draft").Select(dossier => dossier.Id)), "other people's drafts are in no total");
    }

    /// <summary>The median over many, alternately: what is hidden is looked up as what there is not, by the same statements.</summary>
    [Test, Category("abuse 16")]
    public async Task What_is_hidden_takes_as_long_as_what_there_is_not()
    {
        var hidden = world.At("decided").Id;
        foreach (var (path, role) in ((string, string)[])[("/api/dossiers/{0}", Roles.Expert), ("/api/synthesis/{0}", Roles.Expert), ("/api/funding-applications?dossierId={0}", Roles.Member)])
        {
            List<double> there = [], nowhere = [];
            for (var round = 0; round < 120; round++)
            {
                there.Add(await Time(path.Replace("{0}", hidden.ToString())));
                nowhere.Add(await Time(path.Replace("{0}", Guid.CreateVersion7().ToString())));
            }
            var (one, other) = (Median(there), Median(nowhere));
            Assert.That(Math.Max(one, other) / Math.Min(one, other), Is.LessThan(2), $"{path}: {one:0.000} ms where it is hidden, {other:0.000} ms where there is none");

            async Task<double> Time(string asked)
            {
                var begun = Stopwatch.GetTimestamp();
                await world.Send(world.Stranger, [role], HttpMethod.Get, asked);
                return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            }
        }

        static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
    }

    /// <summary>Everything a holder can read, of a dossier that is being decided and of one that is decided and not released.</summary>
    [Test, Category("abuse 18")]
    public async Task To_its_holder_a_decided_dossier_is_as_one_still_in_session()
    {
        var (open, decided) = (world.At("in-session"), world.At("decided"));
        foreach (var path in (string[])["/api/dossiers/{dossier}", "/api/dossiers/{dossier}/history", "/api/dossiers/{dossier}/access", "/api/interviews/{interview}",
                     "/api/synthesis/{dossier}/access", "/api/decisions?dossierId={dossier}", "/api/outcomes?dossierId={dossier}",
                     "/api/funding-applications?dossierId={dossier}", "/api/funding-applications/access?dossierId={dossier}"])
            Assert.That(await Shape(open, path), Is.EqualTo(await Shape(decided, path)), path);

        async Task<string> Shape(Placed dossier, string path)
        {
            var json = await Read(dossier.People["holder"], Roles.Holder, path.Replace("{dossier}", dossier.Id.ToString()).Replace("{interview}", dossier.Things["interview"]));
            // What the holder wrote themselves is another dossier's, and no news.
            (json as JsonObject)?.Remove("content");
            (json as JsonObject)?.Remove("consortium");
            (json as JsonObject)?.Remove("dossierSummary");
            // The journeys of two dossiers differ in their names and hours, and in nothing else.
            return Varying().Replace(json.ToJsonString().Replace($"phase {dossier.Phase}", "").Replace(dossier.Phase.ToUpperInvariant(), ""), "#");
        }
    }

    /// <summary>Every endpoint, of the dossier itself and of others: pieces of pages, lists and exports among them.</summary>
    [Test, Category("abuse 19")]
    public async Task A_personal_token_for_one_dossier_gives_that_dossier_and_nothing_else()
    {
        var own = world.At("booked");
        var fixedThings = await TableTests.FixedThings(world);
        var anywhere = new Placed("-", Guid.Empty, new Dictionary<string, Guid>(), fixedThings);
        var wrong = new List<string>();
        var (opened, refused) = (0, 0);
        foreach (var (person, role) in ((Guid, string)[])[(own.People["holder"], Roles.Holder), (world.Office, Roles.Office), (own.People["interviewer"], Roles.Expert)])
        {
            var token = world.PersonalToken(person, own.Id, role);
            foreach (var block in Table.Read())
            {
                foreach (var placed in Requests.IsAboutADossier(block) ? (IEnumerable<Placed>)[own, world.At("draft"), world.At("in-session"), world.At("labelled")] : [anywhere])
                {
                    if (Requests.To(block, fixedThings.Concat(placed.Things).DistinctBy(thing => thing.Key).ToDictionary()) is not var (path, body, media)
                        || (await world.SendWith(null, new HttpMethod(block.Method), path, body, media)).Status is not (401 or 302))
                        // For anybody, with a token or without.
                        continue;
                    var (status, text) = await world.SendWith(token, new HttpMethod(block.Method), path, body, media);
                    var named = path.Split('?')[0].Contains(own.Id.ToString(), StringComparison.OrdinalIgnoreCase);
                    if (named)
                        opened += status == 200 ? 1 : 0;
                    else if (status is 403 or 404)
                        refused++;
                    else
                        wrong.Add($"{role}: {block} of {placed.Phase}: {status} {text[..Math.Min(text.Length, 120)]}");
                }
            }
        }
        Assert.That(string.Join('\n', wrong), Is.Empty);
        Assert.That(opened, Is.GreaterThan(5));
        Assert.That(refused, Is.GreaterThan(500));
    }

    [Test, Category("abuse 24")]
    public async Task Outside_nothing_is_read_of_a_dossier_that_is_not_labelled()
    {
        var (_, register) = await world.Send(null, [], HttpMethod.Get, "/api/labels?pageSize=200");
        Assert.That(register, Does.Contain(world.At("labelled").Things["number"]));
        foreach (var dossier in world.Dossiers.Where(dossier => dossier.Phase != "labelled"))
        {
            Assert.That(register, Does.Not.Contain(dossier.Id.ToString()).And.Not.Contain($"phase {dossier.Phase}"), dossier.Phase);
            Assert.That(JsonNode.Parse((await world.Send(null, [], HttpMethod.Get, $"/api/labels?query={Uri.EscapeDataString($"phase {dossier.Phase}")}")).Text)!["total"]!.GetValue<int>(), Is.Zero, dossier.Phase);
        }
    }

    /// <summary>In the forms of the languages and frameworks that would work it out: nowhere does the product appear, or a part go missing.</summary>
    [Test, Category("abuse 36")]
    public async Task What_is_typed_is_shown_as_typed_and_evaluated_nowhere()
    {
        const string Typed = "{{1337*7331}} ${1337*7331} @(1337*7331) <%=1337*7331%> #{1337*7331} =1337*7331 {0} {1:N0} %s [x](1337*7331)", Product = "9801547", Acronym = "]{0}[ =7*7";
        var holder = world.People.Holders[1];
        var person = await holder.Id();
        var dossier = await holder.Post("/api/dossiers", new { content = new { title = Typed, acronym = Acronym, summary = Typed } });
        var path = $"/api/dossiers/{dossier.Id()}";
        var content = (await Read(person, Roles.Holder, path))["content"]!;
        Assert.That((content.Text("title"), content.Text("acronym"), content.Text("summary")), Is.EqualTo((Typed, Acronym, Typed)));
        foreach (var (address, shown) in ((string, string)[])[($"/dossiers/{dossier.Id()}", Typed), ("/dossiers", Acronym), ("/fragments/submission/waits", Acronym), ("/dossiers?format=csv", Acronym)])
        {
            var (status, text) = await world.Send(person, [Roles.Holder], HttpMethod.Get, address);
            Assert.That(status, Is.EqualTo(200), address);
            Assert.That(System.Net.WebUtility.HtmlDecode(text), Does.Contain(shown), address);
            Assert.That(text.Replace(",", "").Replace("\u202f", "").Replace(" ", ""), Does.Not.Contain(Product), address);
        }
        await holder.Post($"{path}/withdraw", new { revision = dossier.Revision(), reason = "Un essai." });
    }

    [Test, Category("abuse 20")]
    public async Task An_old_version_is_no_way_around_the_filter()
    {
        foreach (var dossier in world.Dossiers)
            foreach (var (relation, role) in ((string, string)[])[("nobody", Roles.Holder), ("partner", Roles.Member), ("nobody", Roles.Chair)])
                for (var version = 1; version <= 2; version++)
                    Assert.That((await world.Get(dossier.People[relation], role, $"/api/dossiers/{dossier.Id}/versions/{version}")).Status, Is.EqualTo(404), $"{relation} {dossier.Phase}");
    }

    [Test, Category("abuse 21")]
    public async Task A_co_holder_who_is_removed_is_out_at_once()
    {
        var (holder, coHolder) = (world.People.Holders[0], world.People.Holders[2]);
        var other = await coHolder.Id();
        var dossier = await holder.Post("/api/dossiers", new { content = new { title = "Un brouillon partagé", coHolderIds = new[] { other } } });
        var path = $"/api/dossiers/{dossier.Id()}";
        Assert.That((await world.Get(other, Roles.Holder, path)).Status, Is.EqualTo(200));
        await holder.Put(path, new { revision = dossier.Revision(), content = new { title = "Un brouillon partagé" } });
        foreach (var link in (string[])[path, $"{path}/history", $"{path}/eligibility"])
            Assert.That((await world.Get(other, Roles.Holder, link)).Status, Is.EqualTo(404), link);
        Assert.That((await Read(other, Roles.Holder, "/api/dossiers?pageSize=200")).Items().Select(line => line.Id()), Does.Not.Contain(dossier.Id()));
        await holder.Post($"{path}/withdraw", new { revision = 2, reason = "Un essai." });
    }

    [Test, Category("abuse 22")]
    public async Task An_expert_who_declined_reads_that_they_did_and_no_more()
    {
        var left = world.At("accepted");
        var (person, invitation) = (left.People["declined"], left.Things["declined-invitation"]);
        var view = await Read(person, Roles.Expert, $"/api/invitations/{invitation}");
        foreach (var secret in (string[])["dossierId", "reference", "title", "acronym", "summary", "consortium", "version", "grid", "review"])
            Assert.That(view[secret], Is.Null, secret);
        Assert.That((await world.Get(person, Roles.Expert, $"/api/invitations/{invitation}/other-reviews")).Status, Is.EqualTo(404));
        var line = (await Read(person, Roles.Expert, "/api/invitations")).AsArray().Single(one => one!.Id() == Guid.Parse(invitation))!;
        Assert.That((line["title"], line["dossierId"]), Is.EqualTo(((JsonNode?)null, (JsonNode?)null)));
    }

    [Test, Category("abuse 25")]
    public async Task A_past_session_is_seen_by_those_who_sat_in_it_and_the_office_alone()
    {
        foreach (var phase in (string[])["decided", "labelled", "refused"])
        {
            var session = world.At(phase).Things["session"];
            foreach (var role in (string[])[Roles.Member, Roles.Chair, Roles.ViceChair])
            {
                Assert.That((await world.Get(world.Stranger, role, $"/api/sessions/{session}")).Status, Is.EqualTo(404));
                Assert.That((await world.Get(world.Stranger, role, $"/api/sessions/{session}/minutes")).Status, Is.EqualTo(404));
                Assert.That((await Read(world.Stranger, role, "/api/sessions")).Items(), Is.Empty);
            }
        }
        var decided = world.At("decided");
        var item = (await Read(decided.People["absent"], Roles.Member, $"/api/sessions/{decided.Things["session"]}")).Items().Single();
        Assert.That((item["decision"], item.Text("status"), item.Items("ballots").Any()), Is.EqualTo(((JsonNode?)null, "Waiting", false)), "who was away does not learn it before the release");
    }

    [Test, Category("abuse 28")]
    public async Task A_recused_chair_neither_opens_proposes_closes_nor_releases()
    {
        var session = world.At("in-session");
        var item = $"/api/sessions/{session.Things["session"]}/items/{session.Things["itemId"]}";
        foreach (var (act, body) in ((string, string)[])[("open", "{}"), ("propose", """{"decision":"Label"}"""), ("vote", """{"vote":"For"}"""), ("close-ballot", "{}")])
        {
            var (status, text) = await world.Send(session.People["recused"], [Roles.Chair], HttpMethod.Post, $"{item}/{act}", body);
            Assert.That((status, text.Contains("item.recused", StringComparison.Ordinal)), Is.EqualTo((403, true)), act);
        }
        var decided = world.At("decided");
        Assert.That((await world.Send(decided.People["recused"], [Roles.Chair], HttpMethod.Post, "/api/releases", $$"""{"itemIds":["{{decided.Things["itemId"]}}"],"confirmation":"none"}""")).Status, Is.EqualTo(404));
        Assert.That((await Read(decided.People["recused"], Roles.Chair, "/api/releases")).Items(), Is.Empty);
    }

    [Test, Category("abuse 33")]
    public async Task Two_applicants_who_are_experts_do_not_review_each_others_dossier_for_the_same_call()
    {
        // Both hold a dossier for the same call: the one is a competitor on the other's.
        var conflicts = (await Read(world.Office, Roles.Office, $"/api/conflicts?dossierId={world.At("to-schedule").Id}&personId={await world.People.Holders[0].Id()}")).Items("conflicts");
        Assert.That(conflicts, Is.Not.Empty, "its own holder");
        var rival = world.People.Holders[2];
        var journey = new Embedded.Demonstration.Journey(world.People, Patience.Long);
        await journey.OpenCalls();
        var own = await journey.Bring(new Plan("RIVAL", "Un dossier concurrent", 2, ["medtech"], false, Stage.Submitted, 0));
        await world.Settle();
        foreach (var dossier in world.Dossiers.Where(dossier => UnderReview.Contains(dossier.Phase)))
            Assert.That((await Read(world.Office, Roles.Office, $"/api/conflicts?dossierId={dossier.Id}&personId={await rival.Id()}")).Items("conflicts").Select(conflict => conflict.Text("code")),
                Does.Contain("competing-dossier"), dossier.Phase);
        await journey.Withdraw(2, own);
    }

    [Test, Category("abuse 34")]
    public async Task A_withdrawn_dossier_is_not_revived()
    {
        var dossier = world.At("withdrawn");
        var holder = world.People.Holders[0];
        var read = await holder.Get($"/api/dossiers/{dossier.Id}");
        foreach (var (method, act, body) in ((HttpMethod, string, string)[])[
                     (HttpMethod.Put, "", $$"""{"revision":{{read.Revision()}},"content":{{read["content"]!.ToJsonString()}}}"""),
                     (HttpMethod.Post, "/prepare-submission", $$"""{"revision":{{read.Revision()}}}"""),
                     (HttpMethod.Post, "/submit", $$"""{"revision":{{read.Revision()}}}"""),
                     (HttpMethod.Post, "/withdraw", $$"""{"revision":{{read.Revision()}},"reason":"Encore."}""")])
            Assert.That((await world.Send(dossier.People["holder"], [Roles.Holder], method, $"/api/dossiers/{dossier.Id}{act}", body)).Status, Is.EqualTo(409), act);
    }

    /// <summary>Whoever can write to the bus can say what a service says; what it says of its own dossiers they cannot change by it.</summary>
    [Test, Category("abuse 40")]
    public async Task A_forged_or_replayed_message_gives_nobody_a_dossier()
    {
        var receptions = world.Services.GetRequiredService<Receptions>();
        var dossier = world.At("to-schedule");
        Assert.That(Assert.CatchAsync(() => receptions[EventCatalogue.Submission].Receive(new DossierAdmitted(Guid.CreateVersion7(), world.At("submitted").Id, 99, DateTimeOffset.UtcNow, 1), CancellationToken.None)),
            Is.Not.Null, "a service hears nothing of what it says itself");
        Assert.That((await world.People.Office.Get($"/api/dossiers/{world.At("submitted").Id}")).Text("status"), Is.EqualTo("Submitted"));
        // An older word about who holds a dossier, said again, changes nothing.
        var sent = (await world.Databases[EventCatalogue.Submission].Query<string>(
            "select Payload from Outbox where Kind = @Kind and SubjectId = @Id order by Position", new { Kind = nameof(DossierSubmitted), dossier.Id }, CancellationToken.None)).First();
        var said = Json.Read<DossierSubmitted>(sent);
        foreach (var listener in EventCatalogue.Of(typeof(DossierSubmitted)).HeardBy)
        {
            await receptions[listener].Receive(said, CancellationToken.None);
            await receptions[listener].Receive(said with { HolderId = world.Stranger, CoHolderIds = [] }, CancellationToken.None);
        }
        Assert.That((await Read(world.Stranger, Roles.Holder, $"/api/interviews?dossierId={dossier.Id}"))["total"]!.GetValue<int>(), Is.Zero);
        Assert.That((await world.Get(world.Stranger, Roles.Holder, $"/api/outcomes?dossierId={dossier.Id}")).Status, Is.EqualTo(404));
    }

    /// <summary>An answer without what every answer has of its own.</summary>
    static string Without(string text) => Trace().Replace(text, "#");

    [GeneratedRegex("\"traceId\":\"[^\"]*\"")]
    private static partial Regex Trace();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}|\\d{4}-\\d{2}-\\d{2}T[^\"]*|\\d{4}-\\d{4}|\\d+")]
    private static partial Regex Varying();
}
