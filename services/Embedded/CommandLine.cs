using System.CommandLine;
using System.Text.Json;
using Labelling.Accounts;
using Labelling.Embedded.Demonstration;
using Labelling.ExpertReview;
using Labelling.ExpertReview.Assignment;
using Labelling.FundingOutcome;
using Labelling.FundingOutcome.Facts;
using Labelling.FundingOutcome.History;
using Labelling.FundingOutcome.Statistics;
using Labelling.Hosting;
using Labelling.PreInterview;
using Labelling.Storage;
using Labelling.Submission;

namespace Labelling.Embedded;

/// <summary>All services in one process, and the commands. Exit codes: 0 done, 1 refused or found something, 2 wrong usage.</summary>
public static class CommandLine
{
    public static readonly LabellingService[] Services =
        [AccountsService.Service, SubmissionService.Service, PreInterviewService.Service, ExpertReviewService.Service, FundingOutcomeService.Service];

    public static async Task<int> Run(string[] args)
    {
        var data = new Option<string>("--data") { Description = "Folder of the databases", DefaultValueFactory = _ => "data", Recursive = true };
        var json = new Option<bool>("--json") { Description = "Machine output on standard output", Recursive = true };
        var root = new RootCommand("Labelling: the project committee of a competitiveness cluster") { data, json };
        root.Subcommands.Add(RunCommand(data));
        root.Subcommands.Add(DemoCommand(data));
        root.Subcommands.Add(ImportCommand(data, json));
        root.Subcommands.Add(RatesCommandOf(data, json));
        root.Subcommands.Add(AssignCommandOf(json));
        root.Subcommands.Add(CheckCommand(data, json));
        root.Subcommands.Add(RebuildCommand(data, json));
        root.Subcommands.Add(AuditCommand(data, json));
        root.Subcommands.Add(MessagesCommand(data, json));

        // Without a command, or with nothing but options: run.
        var parsed = root.Parse(args.Length == 0 || args[0].StartsWith("--", StringComparison.Ordinal) && args[0] is not ("--help" or "--version") ? ["run", .. args] : args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                await Console.Error.WriteLineAsync(error.Message);
            await Console.Error.WriteLineAsync("See --help.");
            return 2;
        }
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (SettingsException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return 2;
        }
        catch (SchemaException unusable)
        {
            await Console.Error.WriteLineAsync(unusable.Message);
            return 1;
        }
    }

    static Command RunCommand(Option<string> data)
    {
        var urls = new Option<string?>("--urls") { Description = "Addresses to listen on, as http://localhost:5080" };
        var command = new Command("run", "Run all services in one process, configured by environment and appsettings (the default)") { urls };
        command.SetAction((parsed, _) => LabellingHost.Run(
            ["--data", parsed.GetValue(data)!, .. parsed.GetValue(urls) is { } given ? (string[])["--urls", given] : []], Services));
        return command;
    }

    static Command DemoCommand(Option<string> data)
    {
        var port = new Option<int>("--port") { Description = "Port to listen on", DefaultValueFactory = _ => 5080 };
        port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 65535)
                result.AddError("--port is a number from 0 to 65535.");
        });
        var command = new Command("demo", "Everything in one process on SQLite, with a history and live dossiers at every stage") { port };
        command.SetAction(async (parsed, stop) =>
        {
            var folder = Path.GetFullPath(parsed.GetValue(data)!);
            var demo = new Demo(folder);
            if (!demo.MayUse())
            {
                await Console.Error.WriteLineAsync($"{folder} holds databases that no demonstration made: name another folder with --data.");
                return 1;
            }
            // Whatever the environment says, a demonstration is one process on SQLite.
            await using var app = await LabellingHost.Build(
                ["--data", folder, "--urls", $"http://localhost:{parsed.GetValue(port)}"], Services,
                builder => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
                {
                    ["Database:Provider"] = "Sqlite",
                    ["Bus:RabbitMq"] = null,
                    ["Keys:Directory"] = null,
                    ["Audit:Witness"] = null,
                    ["Uploads:Directory"] = null,
                    // It is loaded over HTTP, by everybody from one address.
                    ["Limits:All"] = "none",
                    // A demonstration writes to nobody: mails are files to look at.
                    ["Mail:Smtp"] = null,
                    ["Mail:Pickup"] = Path.Combine(folder, "mail"),
                }.Concat(Services.Select(service => KeyValuePair.Create<string, string?>($"ConnectionStrings:{service.Name}", null)))));
            await demo.Prepare(app.Services);
            try
            {
                await app.StartAsync(stop);
            }
            catch (IOException taken)
            {
                await Console.Error.WriteLineAsync(taken.Message);
                return 1;
            }
            var address = new Uri(app.Urls.First());
            var accounts = await demo.Load(app, address, Console.Error.WriteLine);
            Console.WriteLine($"Labelling answers at {address}");
            foreach (var account in accounts)
                Console.WriteLine($"{account.Role,-14} {account.Email}  {account.Password}");
            Console.WriteLine($"More accounts in {Path.Combine(folder, "demo-accounts.txt")}. Ctrl+C ends it.");
            await app.WaitForShutdownAsync(stop);
            return 0;
        });
        return command;
    }

    static Command ImportCommand(Option<string> data, Option<bool> json)
    {
        var file = new Argument<string>("FILE") { Description = "A history file (CSV)" };
        var skip = new Option<bool>("--skip-bad-lines") { Description = "Import the good lines when some are bad" };
        var command = new Command("import", "Import a history file") { file, skip };
        command.SetAction(async (parsed, stop) =>
        {
            var path = parsed.GetValue(file)!;
            if (!File.Exists(path))
            {
                await Console.Error.WriteLineAsync($"There is no file {path}.");
                return 2;
            }
            var database = await Open(FundingOutcomeService.Service, parsed.GetValue(data)!, stop);
            await using var stream = File.OpenRead(path);
            var report = await new Import(database).Run(stream, parsed.GetValue(skip), new Actor(null, "operator", "command line"), stop);
            await new AuditWitness(database, SettingsOf(parsed.GetValue(data)!).Settings.Witness).Write(stop);
            return await ImportAnswer.Print(report, parsed.GetValue(json));
        });
        return command;
    }

    static Command RatesCommandOf(Option<string> data, Option<bool> json)
    {
        var by = new Option<string>("--by") { Description = "BREAKDOWN[,BREAKDOWN]", Required = true };
        var from = new Option<string>("--from") { Description = "First day of registration", Required = true };
        var to = new Option<string>("--to") { Description = "Last day of registration", Required = true };
        var asOf = new Option<string?>("--as-of") { Description = "As known at the end of that day" };
        var where = new Option<string[]>("--where") { Description = "Only dossiers with this value, BREAKDOWN=VALUE; can be given several times" };
        var published = new Option<bool>("--published") { Description = "From the latest edition that holds the table" };
        var format = new Option<string>("--format") { Description = "table, csv or json", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "csv", "json");
        var command = new Command("rates", "Success rates") { by, from, to, asOf, where, published, format };
        command.SetAction(async (parsed, stop) =>
        {
            var database = await Open(FundingOutcomeService.Service, parsed.GetValue(data)!, stop);
            var (asked, since, until) = (parsed.GetValue(by)!, parsed.GetValue(from)!, parsed.GetValue(to)!);
            ShownRates? table;
            IReadOnlyList<QuestionError> errors;
            if (parsed.GetValue(published))
            {
                if (parsed.GetValue(asOf) is not null || parsed.GetValue(where) is { Length: > 0 })
                {
                    await Console.Error.WriteLineAsync("--published answers as the edition was published: without --as-of and --where.");
                    return 2;
                }
                (table, errors) = await RatesCommand.Published(database, asked, since, until, stop);
                if (table is null && errors.Count == 0)
                {
                    await Console.Error.WriteLineAsync("No edition that was published holds this table.");
                    return 1;
                }
            }
            else
            {
                var answer = await RatesCommand.Answer(database, asked, since, until, parsed.GetValue(asOf),
                    (parsed.GetValue(where) ?? []).Select(pair => pair.Split('=', 2)).Select(pair => (pair[0].Trim(), pair.Length > 1 ? pair[1] : "")), stop);
                (table, errors) = (answer.Table is { } live ? ShownRates.Of(live) : null, answer.Errors);
            }
            if (table is null)
            {
                foreach (var error in errors)
                    await Console.Error.WriteLineAsync(error.English);
                return 2;
            }
            Console.Out.Write((parsed.GetValue(json) ? "json" : parsed.GetValue(format)) switch
            {
                "json" => RatesFormat.Json(table) + Environment.NewLine,
                "csv" => RatesFormat.Csv(table),
                _ => RatesFormat.Table(table),
            });
            return 0;
        });
        return command;
    }

    static Command AssignCommandOf(Option<bool> json)
    {
        var scores = new Option<string>("--scores") { Description = "File: \"DOSSIERS EXPERTS\", then a line a dossier, a number an expert, -1 a conflict", Required = true };
        var perDossier = AtLeastOne("--per-dossier", "Experts a dossier");
        var maxLoad = AtLeastOne("--max-load", "Dossiers an expert, at most");
        var fair = new Option<bool>("--fair") { Description = "The best worst dossier first, then the best total" };
        var output = new Option<string?>("--out") { Description = "File that gets a line \"dossier expert\" each, from 0" };
        var command = new Command("assign", "Who reviews what, from a file of scores") { scores, perDossier, maxLoad, fair, output };
        command.SetAction(async (parsed, stop) =>
        {
            var path = parsed.GetValue(scores)!;
            if (!File.Exists(path))
            {
                await Console.Error.WriteLineAsync($"There is no file {path}.");
                return 2;
            }
            using var reader = File.OpenText(path);
            var answer = AssignCommand.Answer(reader, parsed.GetValue(perDossier), parsed.GetValue(maxLoad), parsed.GetValue(fair));
            if (answer.Refused is { } refused)
            {
                await Console.Error.WriteLineAsync(refused);
                return 1;
            }
            if (parsed.GetValue(output) is { } file)
                await File.WriteAllTextAsync(file, answer.Pairs, stop);
            Console.Out.Write(parsed.GetValue(json) ? answer.Json + Environment.NewLine : answer.Text);
            return 0;
        });
        return command;
    }

    static Option<int> AtLeastOne(string name, string description)
    {
        var option = new Option<int>(name) { Description = description, Required = true };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var number) && number < 1)
                result.AddError($"{name} is a number from 1.");
        });
        return option;
    }

    static Command CheckCommand(Option<string> data, Option<bool> json)
    {
        var command = new Command("check", "Look for what must never be, in all databases");
        command.SetAction(async (parsed, stop) =>
        {
            var databases = await OpenAll(parsed.GetValue(data)!, stop);
            var report = await Check.Run(Services, databases, SettingsOf(parsed.GetValue(data)!).Settings.Witness, stop);
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(report, Json.Options));
            else
            {
                foreach (var violation in report.Violations)
                    Console.WriteLine(violation);
                Console.WriteLine($"{report.Violations.Count} violations; {report.UnderWay} events under way.");
            }
            return report.Violations.Count == 0 ? 0 : 1;
        });
        return command;
    }

    static Command RebuildCommand(Option<string> data, Option<bool> json)
    {
        var command = new Command("rebuild", "Make the facts of the success rates again from the kept events and the history, while they serve");
        command.SetAction(async (parsed, stop) =>
        {
            var database = await Open(FundingOutcomeService.Service, parsed.GetValue(data)!, stop);
            var said = 0L;
            var report = await new RebuildFacts(database).Run(
                async progress =>
                {
                    // A line a second, and the last one of each part.
                    if (progress.Done < progress.Of && Environment.TickCount64 - said < 1000)
                        return;
                    said = Environment.TickCount64;
                    await Console.Error.WriteLineAsync($"{(progress.Writing ? "rewritten" : "compared")} {progress.Done} of {progress.Of} dossiers");
                },
                new Actor(null, "operator", "command line"), stop);
            await new AuditWitness(database, SettingsOf(parsed.GetValue(data)!).Settings.Witness).Write(stop);
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(report, Json.Options));
            else
            {
                Console.WriteLine($"{report.Facts} facts of {report.Dossiers} dossiers; the facts of {report.Rewritten} dossiers were not what is kept tells, and are now.");
                if (report.OlderFacts > 0)
                    Console.WriteLine($"{report.OlderFacts} facts are from before events and lines were kept: they stand as they were then.");
                foreach (var reference in report.Untold)
                    Console.WriteLine($"Nothing is kept of {reference}: its facts were left as they are.");
            }
            return report.Untold.Count == 0 ? 0 : 1;
        });
        return command;
    }

    static Command AuditCommand(Option<string> data, Option<bool> json)
    {
        var verify = new Command("verify", "Prove the chain of every service's trail, and compare it with its witness outside the database");
        verify.SetAction(async (parsed, stop) =>
        {
            List<string> broken = [], notices = [];
            var folder = SettingsOf(parsed.GetValue(data)!).Settings.Witness;
            foreach (var database in (await OpenAll(parsed.GetValue(data)!, stop)).All.Values)
            {
                var report = await AuditTrail.Verify(database, new AuditWitness(database, folder), stop);
                broken.AddRange(report.Findings);
                notices.AddRange(report.Notices);
            }
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(new { holds = broken.Count == 0, broken, notices }, Json.Options));
            else
                Console.WriteLine(broken.Count == 0 ? "The trails of all services hold." : string.Join(Environment.NewLine, broken));
            foreach (var notice in notices)
                await Console.Error.WriteLineAsync(notice);
            return broken.Count == 0 ? 0 : 1;
        });
        return new Command("audit", "The audit trail") { verify };
    }

    static Command MessagesCommand(Option<string> data, Option<bool> json)
    {
        var list = new Command("list", "Events that were not sent, that wait because something they need has not come, or that were given up");
        list.SetAction(async (parsed, stop) =>
        {
            var databases = (await OpenAll(parsed.GetValue(data)!, stop)).All.Values;
            var broker = SettingsOf(parsed.GetValue(data)!).Settings.RabbitMq;
            var lines = new List<object>();
            foreach (var database in databases)
            {
                var (unsent, oldest) = await Outbox.Unsent(database, stop);
                var waiting = await Waiting.All(database, stop);
                // In memory nothing is given up: what a listener lacks is sent again at the next start.
                if ((broker is null ? (0, []) : await DeadLetters.Of(broker, database.Name, stop)) is not var (givenUp, dead))
                {
                    await Console.Error.WriteLineAsync("The broker does not answer: what was given up is not known.");
                    return 1;
                }
                lines.Add(new
                {
                    service = database.Name,
                    unsent,
                    oldest,
                    waiting = waiting.Select(one => new { one.Kind, one.EventId, one.SubjectId, one.Since }),
                    givenUp,
                    deadLetters = dead.Select(one => new { one.Kind, one.EventId, one.Since, one.Because }),
                });
                if (parsed.GetValue(json))
                    continue;
                Console.WriteLine($"{database.Name}: {unsent} unsent{(oldest is { } since ? $" (oldest of {since:u})" : "")}, {waiting.Count} waiting, {givenUp} given up");
                foreach (var one in waiting)
                    Console.WriteLine($"  {one.Kind} {one.EventId} of {one.SubjectId}, since {one.Since:u}");
                foreach (var one in dead)
                    Console.WriteLine($"  given up: {one.Kind ?? "no event"} {one.EventId}, since {one.Since:u}: {one.Because}");
            }
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(lines, Json.Options));
            return 0;
        });
        return new Command("messages", "Events between the services") { list };
    }

    static async Task<Databases> OpenAll(string data, CancellationToken stop)
    {
        var open = new Dictionary<string, Database>();
        foreach (var service in Services)
            open[service.Name] = await Open(service, data, stop);
        return new Databases(open);
    }

    /// <summary>The database of a service, by the same settings as the running program, brought up to date.</summary>
    static async Task<Database> Open(LabellingService service, string data, CancellationToken stop)
    {
        var (settings, configuration) = SettingsOf(data);
        var database = settings.DatabaseOf(service.Name, configuration, TimeProvider.System);
        await SchemaUpgrade.Run(database, service.Schema, stop);
        return database;
    }

    /// <summary>The settings that the running program has too.</summary>
    static (Settings Settings, IConfiguration Configuration) SettingsOf(string data)
    {
        var configuration = new ConfigurationManager();
        configuration
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
            .AddEnvironmentVariables();
        configuration.AddSecrets();
        configuration["data"] = data;
        return (Settings.Read(configuration), configuration);
    }
}
