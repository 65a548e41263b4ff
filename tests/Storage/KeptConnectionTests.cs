using Labelling.Ground;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Labelling.Storage.Tests;

/// <summary>Who reads of SQLite reads through what others read through before: faster, and nothing else is different.</summary>
public class KeptConnectionTests
{
    const string Larger = "select Nr from Line where Nr > @Than order by Nr";

    TestDatabase test = null!;
    HashSet<SqliteConnection> used = [];
    int prepared;

    [SetUp]
    public async Task Create()
    {
        test = await Measuring.Create(Dialect.Sqlite, new TestClock("2026-03-12T09:00:00Z"));
        await Write("create table Line (Nr int not null)");
        await Write("insert into Line (Nr) values (1), (2), (3)");
        (used, prepared) = ([], 0);
        test.Database.Opened += Watch;
    }

    [TearDown]
    public async Task Delete() => await test.DisposeAsync();

    void Watch(System.Data.Common.DbConnection opened)
    {
        var connection = (SqliteConnection)opened;
        lock (used)
            if (used.Add(connection))
                raw.sqlite3_set_authorizer(connection.Handle!, (object _, int action, string _, string _, string _, string _) =>
                {
                    // Asked when a statement is prepared, not when it runs.
                    if (action == raw.SQLITE_SELECT)
                        Interlocked.Increment(ref prepared);
                    return raw.SQLITE_OK;
                }, null);
    }

    async Task Write(string sql)
    {
        await using var transaction = await test.Database.Begin(CancellationToken.None);
        transaction.WithoutTrail("a test writes past the program");
        await transaction.Execute(sql);
        await transaction.Commit();
    }

    Task<IReadOnlyList<int>> Read(string sql, object? parameters = null) => test.Database.Query<int>(sql, parameters, CancellationToken.None);

    [Test]
    public async Task A_statement_is_prepared_for_the_first_who_asks_and_answers_each_for_their_own_values()
    {
        for (var than = 0; than < 4; than++)
            Assert.That(await Read(Larger, new { Than = than }), Is.EqualTo(Enumerable.Range(than + 1, 3 - than)));
        Assert.That(used, Has.Count.EqualTo(1));
        Assert.That(prepared, Is.EqualTo(1));
    }

    [Test]
    public async Task What_was_committed_since_is_read_even_where_the_table_is_another()
    {
        Assert.That(await Read(Larger, new { Than = 2 }), Is.EqualTo(new[] { 3 }));
        await Write("insert into Line (Nr) values (4)");
        Assert.That(await Read(Larger, new { Than = 2 }), Is.EqualTo(new[] { 3, 4 }));
        await Write("drop table Line");
        await Write("create table Line (Word text, Nr int not null)");
        await Write("insert into Line (Nr) values (9)");
        Assert.That(await Read(Larger, new { Than = 2 }), Is.EqualTo(new[] { 9 }));
    }

    [Test]
    public async Task A_statement_that_fails_leaves_nothing_to_the_next()
    {
        Assert.That(async () => await Read("select Nr from Line where Nr = abs(-9223372036854775807 - 1)"), Throws.InstanceOf<SqliteException>());
        Assert.That(async () => await Read(Larger), Throws.InvalidOperationException, "a value is missing");
        Assert.That(await Read(Larger, new { Than = 1 }), Is.EqualTo(new[] { 2, 3 }));
        await Write("delete from Line");
        Assert.That(await Read(Larger, new { Than = 1 }), Is.Empty);
    }

    [Test]
    public async Task Many_at_once_read_what_each_of_them_asked()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(number => Task.Run(() => Read(Larger, new { Than = number % 3 }))));
        for (var number = 0; number < answers.Length; number++)
            Assert.That(answers[number], Is.EqualTo(Enumerable.Range(number % 3 + 1, 3 - number % 3)));
    }

    [Test]
    public async Task What_is_closed_lets_its_file_go_and_who_reads_later_opens_another()
    {
        Assert.That(await Read(Larger, new { Than = 2 }), Is.EqualTo(new[] { 3 }));
        test.Database.CloseReaders();
        Assert.That(used.Single().State, Is.EqualTo(System.Data.ConnectionState.Closed));
        Assert.That(await Read(Larger, new { Than = 2 }), Is.EqualTo(new[] { 3 }));
        Assert.That(used, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Statements_without_end_do_not_fill_the_memory()
    {
        await Ask(0, 200);
        var full = Memory();
        await Ask(200, 450);
        Assert.That(Memory(), Is.LessThanOrEqualTo(full));

        async Task Ask(int from, int to)
        {
            for (var number = from; number < to; number++)
                Assert.That(await Read($"select {number:000}"), Is.EqualTo(new[] { number }));
        }

        // What all statements of the connection take, in bytes.
        int Memory()
        {
            raw.sqlite3_db_status(used.Single().Handle!, raw.SQLITE_DBSTATUS_STMT_USED, out var now, out _, 0);
            return now;
        }
    }
}
