using Labelling.Benchmarks;

// dotnet run -c Release --project tests/Benchmarks -- relay
switch (args)
{
    case ["relay"]:
        return await RelayLatency.Run();
    default:
        Console.Error.WriteLine("usage: relay    from the commit in one service to the row in the next, over RabbitMQ (LABELLING_TEST_RABBITMQ)");
        return 2;
}
