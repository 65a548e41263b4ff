using System.Globalization;
using System.Text.Json.Nodes;

namespace Labelling.Embedded.Demonstration;

/// <summary>The people of a committee, once <see cref="Gather"/> was called. Whoever is not there yet is registered by the administrator; everything can be asked for twice. Their addresses are beside the administrator's.</summary>
public sealed class Cast(HttpClient http, Account administrator, Func<string, string> passwordOf)
{
    readonly Dictionary<string, Account> accounts = new(StringComparer.Ordinal);
    readonly string domain = administrator.Email[(administrator.Email.IndexOf('@') + 1)..];
    readonly SemaphoreSlim one = new(1, 1);

    public Account Administrator => administrator;

    public Account Office { get; private set; } = null!;

    public Account Chair { get; private set; } = null!;

    public IReadOnlyList<Account> Members { get; private set; } = [];

    /// <summary>Chair, vice-chair and members, with the roles they sit in.</summary>
    public IReadOnlyList<Account> Seats { get; private set; } = [];

    public IReadOnlyList<Account> Holders { get; private set; } = [];

    public IReadOnlyList<Account> Experts { get; private set; } = [];

    /// <summary>Registers everybody.</summary>
    /// <param name="experts">How many experts the pool has.</param>
    /// <param name="members">How many members sit beside chair and vice-chair.</param>
    public async Task Gather(int experts, int members = 3)
    {
        var known = (await administrator.Get("/api/people")).AsArray().ToDictionary(person => person!.Text("email"), person => person!.Id("id"), StringComparer.OrdinalIgnoreCase);
        var organisations = (await administrator.Get("/api/organisations")).AsArray().ToDictionary(one => one!.Text("name"), one => one!.Id("id"), StringComparer.Ordinal);

        Office = await Person("office", "Nadia Ferrand", $"office@{domain}", null);
        Chair = await Person("chair", "Hélène Marchetti", $"chair@{domain}", null);
        var vice = await Person("vice-chair", "Olivier Bastin", $"vice-chair@{domain}", null);
        var seated = new List<Account>();
        for (var number = 0; number < members; number++)
            seated.Add(await Person("member", MemberNames[number % MemberNames.Length], number == 0 ? $"member@{domain}" : $"member{number + 1}@{domain}", null));
        Members = seated;
        Seats = [Chair, vice, .. Members];
        Holders =
        [
            await Person("holder", "Inès Carpentier", $"holder@{domain}", null),
            await Person("holder", "Thomas Leroux", $"holder2@{domain}", null),
            await Person("holder", "Amélie Rousset", $"holder3@{domain}", null),
        ];
        var pool = new List<Account>();
        for (var number = 0; number < experts; number++)
        {
            var institute = await Organisation($"Institut {number + 1}", Siren(700_000 + number), number % 3 == 1 ? "sme" : number % 3 == 2 ? "hospital" : "academic");
            pool.Add(await Person("expert", ExpertNames[number % ExpertNames.Length] + (number < ExpertNames.Length ? "" : $" {number}"),
                number == 0 ? $"expert@{domain}" : $"expert{number + 1}@{domain}", institute));
        }
        Experts = pool;

        async Task<Account> Person(string role, string name, string email, Guid? organisation)
        {
            if (!known.ContainsKey(email))
                await administrator.Post("/api/people", new
                {
                    name,
                    email,
                    password = passwordOf(email),
                    language = "fr",
                    roles = new[] { role },
                    affiliations = organisation is { } id ? new object[] { new { organisationId = id, from = "2015-01-01" } } : [],
                });
            return new Account(http, role, name, email, passwordOf(email));
        }

        async Task<Guid> Organisation(string name, string siren, string type) => organisations.TryGetValue(name, out var id)
            ? id
            : (await administrator.Post("/api/organisations", new { name, siren, type, region = "ile-de-france" })).Id();
    }

    /// <summary>Describes an expert in the pool, unless they are.</summary>
    public async Task Describe(int number, int largestLoad = 50)
    {
        var expert = Experts[number];
        var path = $"/api/experts/{await expert.Id()}";
        if (await expert.Find(path) is not null)
            return;
        await expert.Put(path, new
        {
            revision = 0,
            sectors = new[] { Sectors[number % Sectors.Length], Sectors[(number + 1) % Sectors.Length] },
            therapeuticAreas = new[] { "cardiology", "oncology" },
            technologyAxes = new[] { "imaging" },
            keywords = new[] { "santé" },
            profile = number % 3 == 1 ? "Industry" : number % 3 == 2 ? "Clinician" : "Academic",
            digital = number % 2 == 0,
            absences = Array.Empty<object>(),
            declaredSirens = Array.Empty<string>(),
            largestLoad,
        });
    }

    /// <summary>A SIREN by its first digits, with the check digit that makes it one.</summary>
    public static string Siren(int number)
    {
        var digits = number.ToString("00000000", CultureInfo.InvariantCulture);
        var sum = digits.Select((digit, index) => (digit - '0') * (index % 2 == 1 ? 2 : 1)).Sum(value => value > 9 ? value - 9 : value);
        return digits + ((10 - sum % 10) % 10).ToString(CultureInfo.InvariantCulture);
    }

    static readonly string[] Sectors = ["biotech-pharma", "medtech", "dm-div", "e-health"];

    static readonly string[] MemberNames =
        ["Claire Dumont", "Marc Oberlin", "Sonia Haddad", "Yves Carlier", "Agathe Monnier", "Rémi Sorel", "Louise Tanguy"];

    static readonly string[] ExpertNames =
    [
        "Paul Villard", "Julie Amar", "Karim Benali", "Sophie Lenoir", "Étienne Joubert", "Laura Pinel", "Hugo Delmas", "Nora Seghir",
        "Antoine Roy", "Camille Vidal", "Denis Faure", "Elsa Giraud", "Fabien Colin", "Gaëlle Morin", "Henri Tessier", "Irène Lacombe",
        "Jacques Perrin", "Katia Brunet", "Luc Chevalier", "Manon Gilles", "Nicolas Hubert", "Odile Renard", "Pierre Sabatier", "Rachel Tissot",
    ];
}
