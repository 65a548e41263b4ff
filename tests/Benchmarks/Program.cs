using Labelling.Benchmarks;

// dotnet run -c Release --project tests/Benchmarks -- relay
switch (args)
{
    case ["relay"]:
        return await RelayLatency.Run();
    case ["dossiers"]:
        return await DossierList.Run();
    case ["deposits"]:
        return await DepositFlood.Run();
    case ["duplicates"]:
        return await DuplicateSearch.Run();
    case ["assignment"]:
        return AssignmentSpeed.Run();
    case ["rates"]:
        return await RatesAtSize.Run([100_000, 1_000_000]);
    case ["rates", var dossiers]:
        return await RatesAtSize.Run([int.Parse(dossiers, System.Globalization.CultureInfo.InvariantCulture)]);
    case ["tables"]:
        return await TablesAtSize.Run([100_000, 1_000_000]);
    case ["tables", var dossiers]:
        return await TablesAtSize.Run([int.Parse(dossiers, System.Globalization.CultureInfo.InvariantCulture)]);
    case ["bare", var file, var address]:
        await DossierList.Bare(file, address);
        return 0;
    default:
        Console.Error.WriteLine(
            """
            usage: relay      from the commit in one service to the row in the next, over RabbitMQ (LABELLING_TEST_RABBITMQ)
                   dossiers   the list of dossiers, 50 of 30,000, beside a bare endpoint
                   deposits   500 holders deposit in the last minute with 2 MB each, on five processes where LABELLING_TEST_RABBITMQ is set
                   assignment who reviews what: public instances (LABELLING_TEST_INSTANCES), 5,000 x 2,800, 200 x 60 with every rule
                   duplicates the search for duplicates among 30,000 dossiers: time, recall, precision
                   rates      success rates of 100,000 and of 1,000,000 dossiers (or of so many: rates 20000), beside plain SQL
                   tables     the further tables of as many dossiers (or of so many: tables 20000), beside a plain count of all facts
            """);
        return 2;
}
