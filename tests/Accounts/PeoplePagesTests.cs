using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Labelling.Accounts.People;
using Labelling.Contracts;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Accounts.Tests;

/// <summary>The pages of registering, addresses and administration, over HTTP.</summary>
public class PeoplePagesTests
{
    const string Password = "quatre mots sans rapport";

    static readonly CancellationToken Stop = CancellationToken.None;

    TestClock clock = null!;
    ServiceOverHttp service = null!;
    Person administrator = null!, office = null!, holder = null!;

    [SetUp]
    public async Task Start()
    {
        clock = new TestClock("2026-03-12T09:00:00Z");
        service = await ServiceOverHttp.Start(AccountsService.Service, clock);
        administrator = await Register("root@alpha.example", "Root", Roles.Administrator);
        office = await Register("office@alpha.example", "Olga", Roles.Office);
        holder = await Register("zoe@alpha.example", "Zoé Martin", Roles.Holder);
    }

    [TearDown]
    public async Task End()
    {
        Assert.That(await AuditTrail.FirstBreak(service.Database, Stop), Is.Null);
        await service.DisposeAsync();
    }

    async Task<Person> Register(string email, string name, string role)
    {
        var person = Person.Register(name, email, "en", [role], [], clock.GetUtcNow());
        await service.Get<PersonStore>().Register(person, service.Get<Passwords>().Hash(Password), new Actor(null, "test", "local"), Stop);
        return person;
    }

    sealed record Answer(int Status, string? To, string Body)
    {
        public string Text => WebUtility.HtmlDecode(Body);
    }

    static async Task<Answer> Read(HttpResponseMessage response) =>
        new((int)response.StatusCode, response.Headers.Location?.OriginalString, await response.Content.ReadAsStringAsync());

    /// <summary>Somebody signed in; of nobody when the person is null. A form of somebody signed out carries the token of its page.</summary>
    async Task<Answer> Ask(Person? person, string address, params (string Name, string Value)[]? form)
    {
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = service.Http.BaseAddress };
        browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        if (person is not null)
            browser.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", SignIn.Token(service.Get<SigningKey>(), person.Id, person.Roles, clock.GetUtcNow()));
        if (form is not { Length: > 0 })
            return await Read(await browser.GetAsync(address));
        var fields = form.Select(field => KeyValuePair.Create(field.Name, field.Value));
        if (person is null)
            fields = fields.Append(KeyValuePair.Create("forgery", Regex.Match(await browser.GetStringAsync("/register"), "name=\"forgery\" value=\"([^\"]+)\"").Groups[1].Value));
        return await Read(await browser.PostAsync(address, new FormUrlEncodedContent(fields)));
    }

    async Task<string> Code(string path) => Regex.Match(
        (await service.Database.Query<string>("select TextBody from Mail where TextBody is not null order by Position desc", null, Stop)).First(text => text.Contains(path + "?code=")),
        Regex.Escape(path) + @"\?code=([\w-]+)").Groups[1].Value;

    [Test]
    public async Task Somebody_registers_opens_the_link_chooses_a_password_and_signs_in()
    {
        var sent = await Ask(null, "/register", ("name", "Ali Benali"), ("email", "ali@beta.example"));
        Assert.That((sent.Status, sent.Text.Contains("We sent a mail to ali@beta.example")), Is.EqualTo((200, true)));
        var code = await Code("/register/confirm");
        for (var look = 0; look < 3; look++)
            Assert.That((await Ask(null, $"/register/confirm?code={code}")).Status, Is.EqualTo(200), "looking uses nothing up: mail scanners look too");
        var weak = await Ask(null, "/register/confirm", ("code", code), ("password", "short"));
        Assert.That((weak.Status, weak.Text.Contains("at least 12 characters")), Is.EqualTo((400, true)));
        var done = await Ask(null, "/register/confirm", ("code", code), ("password", Password));
        Assert.That((done.Status, done.To), Is.EqualTo((303, "/sign-in")));
        Assert.That((await Ask(null, $"/register/confirm?code={code}")).Status, Is.EqualTo(404));
        var account = await service.Get<AccountStore>().ByEmail("ali@beta.example", Stop);
        Assert.That(service.Get<Passwords>().Fits(account?.PasswordHash, Password), Is.True);
    }

    [Test]
    public async Task The_answer_is_the_same_whether_or_not_the_address_has_an_account()
    {
        foreach (var (page, name) in new[] { ("/register", "x"), ("/password/forgotten", "x") })
        {
            var known = await Ask(null, page, ("name", name), ("email", "zoe@alpha.example"));
            var unknown = await Ask(null, page, ("name", name), ("email", "ali@alpha.example"));
            Assert.That((known.Status, Plain(known)), Is.EqualTo((unknown.Status, Plain(unknown))), page);
        }

        static string Plain(Answer answer) => Regex.Replace(answer.Body.Replace("zoe@", "ali@"), "value=\"[^\"]{40,}\"", "");
    }

    [Test]
    public async Task What_was_typed_comes_back_with_what_is_wrong_beside_it()
    {
        var answer = await Ask(null, "/register", ("name", "Ali <b>"), ("email", "ali@beta.example, x@y.example"));
        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer.Body, Does.Contain("Ali &lt;b&gt;").And.Contains("ali@beta.example, x@y.example").And.Contains("email-error").And.Contains("href=\"#email\""));
    }

    [Test]
    public async Task A_form_of_another_site_is_refused()
    {
        using var answer = await service.Http.PostAsync("/register", new FormUrlEncodedContent([KeyValuePair.Create("name", "x"), KeyValuePair.Create("email", "ali@beta.example")]));
        Assert.That((int)answer.StatusCode, Is.EqualTo(400));
        Assert.That(await service.Database.QuerySingleOrDefault<int>("select count(*) from Registration", null, Stop), Is.Zero);
    }

    [Test]
    public async Task The_office_invites_and_the_invited_person_comes_in_with_these_roles()
    {
        var sent = await Ask(office, "/people/invite", ("email", "ali@beta.example"), ("language", "fr"), ("roles", "expert"), ("roles", "member"));
        Assert.That((sent.Status, sent.To), Is.EqualTo((303, "/people")));
        Assert.That((await Ask(office, "/people")).Text, Does.Contain("ali@beta.example"));
        var code = await Code("/invitations/accept");
        var done = await Ask(null, "/invitations/accept", ("code", code), ("name", "Ali Benali"), ("password", Password));
        Assert.That((done.Status, done.To), Is.EqualTo((303, "/sign-in")));
        var account = await service.Get<AccountStore>().ByEmail("ali@beta.example", Stop);
        Assert.That((account?.Name, account?.Language), Is.EqualTo(("Ali Benali", "fr")));
        Assert.That(account?.Roles, Is.EquivalentTo(new[] { Roles.Expert, Roles.Member }));
    }

    [Test]
    public async Task Roles_are_those_of_the_invitation_whatever_the_form_says()
    {
        await Ask(office, "/people/invite", ("email", "ali@beta.example"), ("language", "fr"), ("roles", "holder"));
        await Ask(null, "/invitations/accept", ("code", await Code("/invitations/accept")), ("name", "Ali"), ("password", Password), ("roles", "administrator"), ("email", "other@beta.example"));
        var account = await service.Get<AccountStore>().ByEmail("ali@beta.example", Stop);
        Assert.That(account?.Roles, Is.EqualTo(new[] { Roles.Holder }));
    }

    [Test]
    public async Task Only_an_administrator_makes_administrators()
    {
        Assert.That((await Ask(office, "/people/invite", ("email", "ali@beta.example"), ("language", "fr"), ("roles", "administrator"))).Status, Is.EqualTo(403));
        Assert.That((await Ask(administrator, "/people/invite", ("email", "ali@beta.example"), ("language", "fr"), ("roles", "administrator"))).Status, Is.EqualTo(303));
        var invitation = (await service.Get<InvitationStore>().Open(Stop)).Single();
        clock.Advance(TimeSpan.FromMinutes(6));
        Assert.That((await Ask(office, $"/people/invitations/{invitation.Id}", ("revision", "1"), ("act", "again"))).Status, Is.EqualTo(403));
        Assert.That((await Ask(administrator, $"/people/invitations/{invitation.Id}", ("revision", "1"), ("act", "again"))).Status, Is.EqualTo(303));
    }

    [Test]
    public async Task A_forgotten_password_is_chosen_anew()
    {
        await Ask(null, "/password/forgotten", ("email", "zoe@alpha.example"));
        var code = await Code("/password/reset");
        Assert.That((await Ask(null, $"/password/reset?code={code}")).Status, Is.EqualTo(200));
        var done = await Ask(null, "/password/reset", ("code", code), ("password", "une autre phrase bien longue"));
        Assert.That((done.Status, done.To), Is.EqualTo((303, "/sign-in")));
        Assert.That(service.Get<Passwords>().Fits((await service.Get<AccountStore>().ById(holder.Id, Stop))?.PasswordHash, "une autre phrase bien longue"), Is.True);
        Assert.That((await Ask(null, "/password/reset", ("code", code), ("password", Password))).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task Links_in_mails_lead_where_the_settings_say_and_never_where_the_request_says()
    {
        using var browser = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = service.Http.BaseAddress };
        var page = await browser.GetStringAsync("/password/forgotten");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/password/forgotten")
        {
            Content = new FormUrlEncodedContent([
                KeyValuePair.Create("email", "zoe@alpha.example"),
                KeyValuePair.Create("forgery", Regex.Match(page, "name=\"forgery\" value=\"([^\"]+)\"").Groups[1].Value)]),
        };
        request.Headers.Host = "evil.example";
        using var answer = await browser.SendAsync(request);
        Assert.That((int)answer.StatusCode, Is.EqualTo(200));
        var text = await service.Database.QuerySingleOrDefault<string>("select TextBody from Mail", null, Stop);
        Assert.That(text, Does.Contain($"{service.Http.BaseAddress}password/reset").And.Not.Contains("evil"));
    }

    [Test]
    public async Task An_address_is_added_confirmed_at_both_ends_and_used()
    {
        Assert.That((await Ask(holder, "/account/email", ("email", "zoe@home.example"), ("main", "yes"))).To, Is.EqualTo("/account/email"));
        var texts = await service.Database.Query<string>("select TextBody from Mail order by Position", null, Stop);
        foreach (var text in texts)
        {
            var code = Regex.Match(text, @"/account/email/confirm\?code=([\w-]+)").Groups[1].Value;
            Assert.That((await Ask(null, $"/account/email/confirm?code={code}")).Status, Is.EqualTo(200));
            Assert.That((await Ask(null, "/account/email/confirm", ("code", code))).Status, Is.EqualTo(200));
        }
        Assert.That((await Ask(holder, "/account/email")).Text, Does.Contain("zoe@home.example"));
        Assert.That((await service.Get<PersonStore>().Get(holder.Id, Stop))?.Email, Is.EqualTo("zoe@home.example"));
        var veto = Regex.Match(texts[0], @"/account/email/veto\?code=([\w-]+)").Groups[1].Value;
        Assert.That((await Ask(null, $"/account/email/veto?code={veto}")).Status, Is.EqualTo(200));
        Assert.That((await Ask(null, "/account/email/veto", ("code", veto))).Status, Is.EqualTo(200));
        Assert.That((await service.Get<PersonStore>().Get(holder.Id, Stop))?.Email, Is.EqualTo("zoe@alpha.example"));
    }

    [Test]
    public async Task One_changes_ones_own_name_and_language_and_nothing_else()
    {
        var changed = await Ask(holder, "/account/profile", ("revision", "1"), ("name", "Zoé Durand"), ("language", "fr"), ("roles", "administrator"));
        Assert.That((changed.Status, changed.To), Is.EqualTo((303, "/account/profile")));
        var person = await service.Get<PersonStore>().Get(holder.Id, Stop);
        Assert.That((person?.Name, person?.Language), Is.EqualTo(("Zoé Durand", "fr")));
        Assert.That(person?.Roles, Is.EqualTo(new[] { Roles.Holder }));
        var stale = await Ask(holder, "/account/profile", ("revision", "1"), ("name", "Zoé Dupont"), ("language", "fr"));
        Assert.That((stale.Status, stale.Text.Contains("Somebody changed this") || stale.Text.Contains("Quelqu’un l’a modifié"), stale.Text.Contains("Zoé Dupont")), Is.EqualTo((409, true, true)));
    }

    [Test]
    public async Task An_administrator_changes_roles_and_affiliations_and_two_at_once_are_told()
    {
        await Ask(office, "/organisations/new", ("name", "Alpha"), ("siren", "732 829 320"), ("type", "sme"));
        var organisation = (await service.Get<OrganisationStore>().All(Stop)).Single();
        (string, string)[] form =
        [
            ("revision", "1"), ("name", "Zoé Martin"), ("email", "zoe@alpha.example"), ("language", "fr"), ("roles", "expert"), ("roles", "holder"),
            ("organisation-0", $"{organisation.Id}"), ("from-0", "2020-01-01"), ("to-0", ""), ("organisation-1", ""), ("from-1", ""), ("to-1", ""),
        ];
        Assert.That((await Ask(office, $"/people/{holder.Id}", form)).Status, Is.EqualTo(403), "the office reads");
        Assert.That((await Ask(office, $"/people/{holder.Id}")).Status, Is.EqualTo(200));
        Assert.That((await Ask(administrator, $"/people/{holder.Id}", form)).Status, Is.EqualTo(303));
        var person = await service.Get<PersonStore>().Get(holder.Id, Stop);
        Assert.That(person?.Roles, Is.EquivalentTo(new[] { Roles.Expert, Roles.Holder }));
        Assert.That(person?.Affiliations, Is.EqualTo(new[] { new AffiliationPeriod(organisation.Id, new DateOnly(2020, 1, 1)) }));
        var again = await Ask(administrator, $"/people/{holder.Id}", form);
        Assert.That((again.Status, again.Text.Contains("Somebody changed this")), Is.EqualTo((409, true)));
        form[7] = ("from-0", "1 January");
        form[0] = ("revision", "2");
        var wrong = await Ask(administrator, $"/people/{holder.Id}", form);
        Assert.That((wrong.Status, wrong.Text.Contains("as dates"), wrong.Text.Contains("1 January")), Is.EqualTo((400, true, true)));
    }

    [Test]
    public async Task A_siren_with_a_wrong_check_digit_is_refused_and_comes_back()
    {
        var wrong = await Ask(office, "/organisations/new", ("name", "Alpha"), ("siren", "732829321"), ("type", "sme"));
        Assert.That((wrong.Status, wrong.Text.Contains("check digit"), wrong.Text.Contains("732829321")), Is.EqualTo((400, true, true)));
        Assert.That((await Ask(office, "/organisations/new", ("name", "Alpha"), ("siren", "732829320"), ("type", "sme"), ("groupSiren", "552100554"))).Status, Is.EqualTo(303));
        var taken = await Ask(office, "/organisations/new", ("name", "Beta"), ("siren", "732829320"), ("type", "sme"));
        Assert.That((taken.Status, taken.Text.Contains("has this SIREN")), Is.EqualTo((409, true)));
        var organisation = (await service.Get<OrganisationStore>().All(Stop)).Single();
        Assert.That((await Ask(office, $"/organisations/{organisation.Id}", ("revision", "1"), ("name", "Alpha SAS"), ("type", "sme"))).Status, Is.EqualTo(303));
        Assert.That((await Ask(office, $"/organisations/{organisation.Id}", ("revision", "1"), ("name", "Alpha SA"), ("type", "sme"))).Status, Is.EqualTo(409));
        Assert.That((await Ask(office, "/organisations?q=sas")).Text, Does.Contain("Alpha SAS"));
    }

    [TestCase("csv")]
    [TestCase("xlsx")]
    public async Task The_list_of_people_goes_into_a_file(string format)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/people?format={format}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", SignIn.Token(service.Get<SigningKey>(), office.Id, office.Roles, clock.GetUtcNow()));
        using var answer = await service.Http.SendAsync(request);
        Assert.That((int)answer.StatusCode, Is.EqualTo(200));
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        if (format == "csv")
            Assert.That(System.Text.Encoding.UTF8.GetString(bytes), Does.Contain("Zoé Martin").And.Contains("zoe@alpha.example"));
        else
            Assert.That(bytes[..2], Is.EqualTo("PK"u8.ToArray()));
    }

    [Test]
    public async Task An_administrator_sees_what_will_go_and_then_erases()
    {
        var plan = await Ask(administrator, $"/people/{holder.Id}/erase");
        Assert.That((plan.Status, plan.Text.Contains(Pseudonym.Of(holder.Id))), Is.EqualTo((200, true)));
        Assert.That((await Ask(office, $"/people/{holder.Id}/erase")).Status, Is.EqualTo(403));
        Assert.That((await Ask(administrator, $"/people/{administrator.Id}/erase", ("revision", "1"))).Status, Is.EqualTo(409), "not oneself");
        Assert.That((await Ask(administrator, $"/people/{holder.Id}/erase", ("revision", "7"))).Status, Is.EqualTo(409));
        Assert.That((await Ask(administrator, $"/people/{holder.Id}/erase", ("revision", "1"))).Status, Is.EqualTo(303));
        Assert.That((await Ask(administrator, $"/people/{holder.Id}")).Text, Does.Contain(Pseudonym.Of(holder.Id)).And.Not.Contains("zoe@"));
        Assert.That((await Ask(administrator, $"/people/{holder.Id}/erase")).Status, Is.EqualTo(404));
        Assert.That((await Ask(holder, "/account/profile")).Status, Is.EqualTo(302).Or.EqualTo(303).Or.EqualTo(401), "signed out");
    }

    [Test]
    public async Task An_organisation_is_described_with_what_the_vocabularies_have()
    {
        foreach (var (vocabulary, code, english) in new[] { ("organisation-type", "sme", "Small enterprise"), ("organisation-type", "hospital", "Hospital"), ("region", "bretagne", "Brittany"), ("sector", "medtech", "Medtech") })
            await service.Hear(new VocabularyChanged(Guid.CreateVersion7(), Guid.CreateVersion7(), 1, clock.GetUtcNow(), vocabulary, code, english, english));
        Assert.That((await Ask(office, "/organisations/new")).Text, Does.Contain("Small enterprise").And.Contain("Brittany").And.Not.Contain("Medtech"));
        Assert.That((await Ask(office, "/organisations/new", ("name", "Early"), ("type", "academic"))).Status, Is.EqualTo(303), "within the first minute the rest may be under way");
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.That((await Ask(office, "/organisations/new", ("name", "Alpha"), ("type", "academic"))).Text, Does.Contain("in no vocabulary"));
        Assert.That((await Ask(office, "/organisations/new", ("name", "Alpha"), ("type", "sme"), ("region", "atlantis"))).Status, Is.EqualTo(400));
        Assert.That((await Ask(office, "/organisations/new", ("name", "Alpha"), ("type", "sme"), ("region", "bretagne"))).Status, Is.EqualTo(303));
        Assert.That((await Ask(office, "/organisations")).Text, Does.Contain("Small enterprise").And.Contain("Brittany"));
        var early = (await service.Get<OrganisationStore>().All(Stop)).Single(one => one.Name == "Early");
        Assert.That((await Ask(office, $"/organisations/{early.Id}", ("revision", "1"), ("name", "Early one"), ("type", "academic"))).Status, Is.EqualTo(303), "what it has already may stay");
        Assert.That((await Ask(office, $"/organisations/{early.Id}", ("revision", "2"), ("name", "Early one"), ("type", "public"))).Status, Is.EqualTo(400));
    }

    [Test]
    public async Task A_person_asks_to_be_erased_and_an_administrator_sees_it()
    {
        foreach (var unsure in (string[])["", "no"])
            Assert.That((await Ask(holder, "/account/my-data", ("act", "ask"), ("sure", unsure))).Status, Is.EqualTo(400), "only who says so");
        Assert.That((await Ask(holder, "/account/my-data", ("act", ""), ("sure", "yes"))).Status, Is.EqualTo(400));
        Assert.That((await Ask(administrator, "/people")).Text, Does.Not.Contain("asks to be erased"));
        Assert.That((await Ask(holder, "/account/my-data", ("act", "ask"), ("sure", "yes"))).To, Is.EqualTo("/account/my-data"));
        Assert.That((await Ask(administrator, "/people")).Text, Does.Contain("Zoé Martin asks to be erased"));
        Assert.That((await Ask(administrator, "/fragments/accounts/waits")).Text, Does.Contain($"/people/{holder.Id}/erase").And.Contain("of Zoé Martin"));
        Assert.That((await Ask(office, "/fragments/accounts/waits")).Text, Does.Not.Contain("Zoé"));
        Assert.That((await Ask(office, "/people")).Text, Does.Not.Contain("asks to be erased"));
        await Ask(holder, "/account/my-data", ("act", "take-back"));
        Assert.That((await Ask(administrator, "/people")).Text, Does.Not.Contain("asks to be erased"));
    }

    [Test]
    public async Task Invitations_nobody_answers_wait_for_who_sent_them_and_for_administrators()
    {
        Assert.That((await Ask(office, "/people/invite", ("email", "late@beta.example"), ("language", "fr"), ("roles", Roles.Expert))).Status, Is.EqualTo(303));
        Assert.That((await Ask(administrator, "/people/invite", ("email", "other@beta.example"), ("language", "fr"), ("roles", Roles.Expert))).Status, Is.EqualTo(303));
        clock.Advance(TimeSpan.FromDays(6));
        Assert.That((await Ask(administrator, "/fragments/accounts/waits")).Text, Does.Not.Contain("beta.example"), "not yet");
        clock.Advance(TimeSpan.FromDays(1));
        Assert.That((await Ask(administrator, "/fragments/accounts/waits")).Text, Does.Contain("late@beta.example has not answered").And.Contain("other@beta.example has not answered").And.Contain("/people#invitations"));
        Assert.That((await Ask(office, "/fragments/accounts/waits")).Text, Does.Contain("late@beta.example").And.Not.Contain("other@beta.example"));
        Assert.That((await Ask(holder, "/fragments/accounts/waits")).Text, Does.Not.Contain("beta.example"));
        clock.Advance(TimeSpan.FromDays(8));
        Assert.That((await Ask(administrator, "/fragments/accounts/waits")).Text, Does.Contain("the link sent to late@beta.example opens nothing any more").And.Contain("class=\"late\""));
    }

    [Test]
    public async Task An_administrator_disables_an_account_and_enables_it_again()
    {
        await Ask(administrator, $"/people/{holder.Id}/disable", ("revision", "1"));
        Assert.That((await Ask(holder, "/account/profile")).Status, Is.EqualTo(302).Or.EqualTo(401));
        Assert.That((await Ask(administrator, $"/people/{holder.Id}")).Text, Does.Contain("Enable the account").And.Not.Contain("Disable the account"));
        Assert.That((await Ask(office, $"/people/{holder.Id}")).Text, Does.Not.Contain("Enable the account"));
        Assert.That((await Ask(office, $"/people/{holder.Id}/enable", ("revision", "2"))).Status, Is.EqualTo(403));
        Assert.That((await Ask(administrator, $"/people/{holder.Id}/enable", ("revision", "1"))).Status, Is.EqualTo(409));
        Assert.That((await Ask(administrator, $"/people/{holder.Id}/enable", ("revision", "2"))).To, Is.EqualTo($"/people/{holder.Id}"));
        Assert.That((await Ask(holder, "/account/profile")).Status, Is.EqualTo(200));
        Assert.That((await Ask(administrator, $"/people/{holder.Id}/enable", ("revision", "3"))).Status, Is.EqualTo(409), "it is not disabled");
        Assert.That(await service.Database.Query<string>("select Action from AuditLine where SubjectId = @Id order by Position", new { holder.Id }, Stop),
            Is.EqualTo(new[] { "person.registered", "account.disabled", "account.enabled" }));
    }

    [Test]
    public async Task The_last_administrator_cannot_give_the_role_away()
    {
        var sent = await Ask(administrator, $"/people/{administrator.Id}", ("revision", "1"), ("name", "Root"), ("email", "root@alpha.example"), ("language", "en"), ("roles", Roles.Office));
        Assert.That((sent.Status, sent.Text.Contains("Nobody else is an administrator")), Is.EqualTo((409, true)));
        Assert.That((await Ask(administrator, $"/people/{administrator.Id}/disable", ("revision", "1"))).Status, Is.EqualTo(409));
        Assert.That((await service.Get<PersonStore>().Get(administrator.Id, Stop))?.Roles, Is.EqualTo(new[] { Roles.Administrator }));
    }

    [Test]
    public async Task What_is_held_is_read_by_the_person_and_by_administrators_and_by_nobody_else()
    {
        foreach (var address in new[] { "/api/my-data/accounts?person=", "/fragments/accounts/my-data?person=" })
        {
            Assert.That((await Ask(holder, address + holder.Id)).Text, Does.Contain("zoe@alpha.example"), address);
            Assert.That((await Ask(administrator, address + holder.Id)).Text, Does.Contain("zoe@alpha.example"), address);
            foreach (var other in new[] { office, await Register($"{Guid.CreateVersion7():N}@x.example", "Other", Roles.Chair) })
                Assert.That(((await Ask(other, address + holder.Id)).Status, (await Ask(other, address + holder.Id)).Text.Contains("zoe@")),
                    Is.EqualTo((address.StartsWith("/api", StringComparison.Ordinal) ? 404 : 204, false)), address);
        }
        Assert.That((await Ask(holder, "/api/me/export")).Text, Does.Contain("zoe@alpha.example").And.Contains($"/api/my-data/expert-review?person={holder.Id}"));
        Assert.That((await Ask(administrator, $"/api/people/{holder.Id}/export")).Text, Does.Contain("zoe@alpha.example"));
        Assert.That((await Ask(office, $"/api/people/{holder.Id}/export")).Status, Is.EqualTo(403));
        Assert.That((await Ask(holder, $"/api/people/{holder.Id}/export")).Status, Is.EqualTo(403));
    }

    [Test]
    public async Task Retention_is_read_set_and_done_by_administrators()
    {
        Assert.That((await Ask(administrator, "/retention")).Text, Does.Contain("/fragments/expert-review/retention"));
        Assert.That((await Ask(office, "/retention")).Status, Is.EqualTo(403));
        Assert.That((await Ask(office, "/fragments/accounts/retention")).Status, Is.EqualTo(403));
        Assert.That((await Ask(administrator, "/fragments/accounts/retention")).Text, Does.Contain("Registrations that were never confirmed"));
        await Ask(null, "/register", ("name", "Ali"), ("email", "ali@beta.example"));
        clock.Advance(TimeSpan.FromDays(10));
        const string Category = "/fragments/accounts/retention/registrations";
        Assert.That((await Ask(administrator, Category, ("days", "5"), ("active", "yes"), ("revision", "0"))).To, Is.EqualTo("/retention"));
        Assert.That((await Ask(administrator, Category, ("days", "6"), ("revision", "0"))).Status, Is.EqualTo(409));
        Assert.That((await Ask(administrator, Category, ("days", "0"), ("revision", "1"))).Status, Is.EqualTo(400));
        Assert.That((await Ask(administrator, "/fragments/accounts/retention/nothing", ("days", "5"), ("revision", "0"))).Status, Is.EqualTo(404));
        Assert.That((await Ask(administrator, "/fragments/accounts/retention")).Text, Does.Contain("1 are due"));
        Assert.That((await Ask(office, Category, ("act", "delete"))).Status, Is.EqualTo(403));
        Assert.That(await service.Database.QuerySingleOrDefault<int>("select count(*) from Registration", null, Stop), Is.EqualTo(1));
        Assert.That((await Ask(administrator, Category, ("act", "delete"))).To, Is.EqualTo("/retention"));
        Assert.That(await service.Database.QuerySingleOrDefault<int>("select count(*) from Registration", null, Stop), Is.Zero);
    }

    [Test]
    public async Task Every_page_stands_in_both_languages_and_asks_for_the_right_people()
    {
        foreach (var (address, person) in new[]
        {
            ("/register", null), ("/password/forgotten", null), ("/account/email", holder), ("/account/profile", holder), ("/account/my-data", holder),
            ("/people", office), ("/people/invite", office), ($"/people/{holder.Id}", administrator), ("/organisations", office), ("/organisations/new", office),
            ("/mail", office), ("/retention", administrator), ($"/people/{holder.Id}/erase", administrator),
        })
            foreach (var language in Languages.All)
            {
                var answer = await Ask(person, $"{address}?lang={language}");
                Assert.That(answer.Status, Is.EqualTo(200), address);
                Assert.That(answer.Body, Does.Contain($"<html lang=\"{language}\">").And.Not.Contains("style=\""), address);
                if (person is not null)
                    Assert.That((await Ask(null, address)).Status, Is.EqualTo(302).Or.EqualTo(303), $"{address}, signed out");
            }
        foreach (var address in new[] { "/people", "/people/invite", $"/people/{holder.Id}", "/organisations", "/mail", "/retention" })
            Assert.That((await Ask(holder, address)).Status, Is.EqualTo(403), address);
    }
}
