using Labelling.ExpertReview.Sessions;

namespace Labelling.ExpertReview.Tests.Sessions;

/// <summary>
/// The rules of a committee's meeting as the domain tells them, kept as a log of what was done and answered from the log each time.
/// Nothing of the program is in it but names, so that both would have to be wrong in the same way.
/// </summary>
sealed class PlainMeeting(decimal share)
{
    /// <summary>One thing that was done.</summary>
    abstract record Done;
    sealed record Sat((Guid Person, SeatRole Role)[] Seats) : Done;
    sealed record Agenda(Guid[] Dossiers) : Done;
    sealed record Began : Done;
    sealed record Ended : Done;
    sealed record Came(Guid Person, bool There) : Done;
    sealed record Recused(Guid Dossier, Guid Person) : Done;
    sealed record TakenUp(Guid Dossier) : Done;
    sealed record Chosen(Guid Dossier, Guid Elector, Guid Candidate) : Done;
    sealed record Put(Guid Dossier) : Done;
    sealed record Voted(Guid Dossier, Guid Person, Choice Choice) : Done;
    sealed record Counted(Guid Dossier, bool Carried, Guid By, Guid[] Heard) : Done;

    readonly List<Done> log = [];

    public (Guid Person, SeatRole Role)[] Seats => log.OfType<Sat>().Last().Seats;

    public Guid[] Dossiers => log.OfType<Agenda>().LastOrDefault()?.Dossiers ?? [];

    public bool IsOpen => log.OfType<Began>().Any() && !IsOver;

    public bool IsOver => log.OfType<Ended>().Any();

    public bool HasAgenda => log.OfType<Agenda>().Any();

    bool NotBegun => !log.OfType<Began>().Any();

    public bool Seated(Guid person) => Seats.Any(seat => seat.Person == person);

    public bool IsRecused(Guid dossier, Guid person) => log.Contains(new Recused(dossier, person));

    /// <summary>Those who have a vote on it.</summary>
    public List<Guid> Entitled(Guid dossier) => [.. Seats.Select(seat => seat.Person).Where(person => !IsRecused(dossier, person))];

    public bool IsHere(Guid person) => log.OfType<Came>().LastOrDefault(came => came.Person == person)?.There == true;

    public List<Guid> Here(Guid dossier) => [.. Entitled(dossier).Where(IsHere)];

    /// <summary>At least the share of those entitled, and never fewer than three.</summary>
    public bool HasQuorum(Guid dossier) => Here(dossier).Count is >= 3 and var here && here >= share * Entitled(dossier).Count;

    public Guid? Presides(Guid dossier)
    {
        var here = Here(dossier);
        foreach (var office in new[] { SeatRole.Chair, SeatRole.ViceChair })
            foreach (var (person, role) in Seats)
                if (role == office && here.Contains(person))
                    return person;
        var choices = here.Select(elector => log.OfType<Chosen>().LastOrDefault(one => one.Dossier == dossier && one.Elector == elector)?.Candidate).ToList();
        foreach (var candidate in here)
            if (choices.Count(choice => choice == candidate) > here.Count / 2m)
                return candidate;
        return null;
    }

    public bool Officer(Guid dossier) => Seats.Any(seat => seat.Role != SeatRole.Member && Here(dossier).Contains(seat.Person));

    public bool Decided(Guid dossier) => log.OfType<Counted>().Any(one => one.Dossier == dossier && one.Carried);

    public Guid[] Heard(Guid dossier) => log.OfType<Counted>().FirstOrDefault(one => one.Dossier == dossier && one.Carried)?.Heard ?? [];

    /// <summary>The one taken up last, unless it is decided.</summary>
    public Guid? Before => log.OfType<TakenUp>().LastOrDefault()?.Dossier is { } last && IsOpen && !Decided(last) ? last : null;

    public bool Running(Guid dossier) => IsOpen && log.FindLastIndex(done => done is Put put && put.Dossier == dossier) is >= 0 and var at
        && !log.Skip(at).OfType<Counted>().Any(one => one.Dossier == dossier);

    /// <summary>Knows what is said and decided: those in the room before the decision; after it who heard it, and who signs it.</summary>
    public bool Knows(Guid dossier, Guid person) => Seated(person) && !IsRecused(dossier, person)
        && (Decided(dossier) ? Heard(dossier).Contains(person) || Signs(dossier) == person : !IsOver && IsHere(person));

    public Guid? Signs(Guid dossier)
    {
        foreach (var office in new[] { SeatRole.Chair, SeatRole.ViceChair })
            foreach (var (person, role) in Seats)
                if (role == office && !IsRecused(dossier, person))
                    return person;
        return log.OfType<Counted>().FirstOrDefault(one => one.Dossier == dossier && one.Carried)?.By;
    }

    public (int For, int Against, int Abstain, bool Carried, List<Guid> Voters) Result(Guid dossier)
    {
        var put = log.FindLastIndex(done => done is Put one && one.Dossier == dossier);
        var votes = Here(dossier)
            .Select(person => (Person: person, Vote: log.Skip(put).OfType<Voted>().LastOrDefault(one => one.Dossier == dossier && one.Person == person)?.Choice))
            .Where(one => one.Vote is not null).ToList();
        int Of(Choice choice) => votes.Count(one => one.Vote == choice);
        var carried = Of(Choice.For) > Of(Choice.Against)
            || (Of(Choice.For) == Of(Choice.Against) && votes.Any(one => one.Person == Presides(dossier) && one.Vote == Choice.For));
        return (Of(Choice.For), Of(Choice.Against), Of(Choice.Abstain), carried, [.. votes.Select(one => one.Person)]);
    }

    // What may be done, and what it does. False: it may not.

    public bool Sit((Guid, SeatRole)[] seats)
    {
        var people = seats.Select(seat => seat.Item1).ToList();
        return Do(
            (log.Count == 0 || NotBegun) && people.Count >= 3 && people.Distinct().Count() == people.Count
                && seats.Count(seat => seat.Item2 == SeatRole.Chair) == 1 && seats.Count(seat => seat.Item2 == SeatRole.ViceChair) < 2,
            new Sat(seats));
    }

    public bool Publish(Guid[] dossiers) => Do(NotBegun && dossiers.Length > 0 && dossiers.Distinct().Count() == dossiers.Length, new Agenda(dossiers));

    public bool Begin() => Do(NotBegun && HasAgenda, new Began());

    public bool End() => Do(IsOpen, new Ended());

    public bool Come(Guid person, bool there) => Do(IsOpen && Seated(person), new Came(person, there));

    public bool Recuse(Guid dossier, Guid person) => Do(
        !IsOver && HasAgenda && Dossiers.Contains(dossier) && Seated(person) && !Heard(dossier).Contains(person), new Recused(dossier, person));

    public bool TakeUp(Guid dossier, Guid? conflicted)
    {
        var may = Do(IsOpen && Dossiers.Contains(dossier) && !Decided(dossier) && Before != dossier && !Dossiers.Any(Running), new TakenUp(dossier));
        if (may && conflicted is { } person && Seated(person))
            log.Add(new Recused(dossier, person));
        return may;
    }

    public bool Choose(Guid dossier, Guid elector, Guid candidate) => Do(
        IsOpen && Dossiers.Contains(dossier) && !Decided(dossier) && !Officer(dossier) && Here(dossier).Contains(elector) && Here(dossier).Contains(candidate),
        new Chosen(dossier, elector, candidate));

    public bool Propose(Guid dossier, Guid by) => Do(IsOpen && Before == dossier && !Running(dossier) && Presides(dossier) == by, new Put(dossier));

    public bool Vote(Guid dossier, Guid person, Choice choice) => Do(Running(dossier) && Here(dossier).Contains(person), new Voted(dossier, person, choice));

    public bool Count(Guid dossier, Guid by) => Running(dossier) && Presides(dossier) == by && HasQuorum(dossier)
        && Do(true, new Counted(dossier, Result(dossier).Carried, by, [.. Here(dossier)]));

    bool Do(bool may, Done done)
    {
        if (may)
            log.Add(done);
        return may;
    }
}
