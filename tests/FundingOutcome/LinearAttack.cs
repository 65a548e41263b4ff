namespace Labelling.FundingOutcome.Tests;

/// <summary>
/// What somebody can work out who knows linear programming: the least and the most a sum can be, when other sums are known and nothing
/// is negative. A plain simplex with Bland's rule; small problems only.
/// </summary>
sealed class LinearAttack
{
    const double Tiny = 1e-7;

    readonly double[][] rows;
    readonly double[] right;
    readonly int unknowns;

    /// <param name="unknowns">How many there are, each 0 or more.</param>
    /// <param name="known">Sums of unknowns, and what they come to.</param>
    public LinearAttack(int unknowns, IReadOnlyList<(IReadOnlyCollection<int> Of, int Is)> known)
    {
        this.unknowns = unknowns;
        rows = [.. known.Select(sum =>
        {
            var row = new double[unknowns];
            foreach (var one in sum.Of)
                row[one] = 1;
            return row;
        })];
        right = [.. known.Select(sum => (double)sum.Is)];
    }

    public (double Least, double Most) Of(IReadOnlyCollection<int> sum)
    {
        var objective = new double[unknowns];
        foreach (var one in sum)
            objective[one] = 1;
        return (-Most([.. objective.Select(value => -value)]), Most(objective));
    }

    /// <summary>The most the objective can be; with an artificial unknown a row, which leave first.</summary>
    double Most(double[] objective)
    {
        var (height, width) = (rows.Length, unknowns + rows.Length);
        var table = new double[height][];
        var basis = new int[height];
        for (var row = 0; row < height; row++)
        {
            table[row] = new double[width + 1];
            rows[row].CopyTo(table[row], 0);
            table[row][unknowns + row] = 1;
            table[row][width] = right[row];
            basis[row] = unknowns + row;
        }

        var first = new double[width];
        for (var column = unknowns; column < width; column++)
            first[column] = -1;
        var infeasible = Climb(table, basis, first, width);
        Assert.That(infeasible, Is.EqualTo(0).Within(1e-5), "what is published contradicts itself");
        // An artificial unknown that is still there stands at nothing: it leaves for any other of its row.
        for (var row = 0; row < height; row++)
        {
            if (basis[row] < unknowns)
                continue;
            var column = Array.FindIndex(table[row], 0, unknowns, value => Math.Abs(value) > Tiny);
            if (column >= 0)
                Pivot(table, basis, row, column, width);
        }

        var second = new double[width];
        objective.CopyTo(second, 0);
        return Climb(table, basis, second, unknowns);
    }

    static double Climb(double[][] table, int[] basis, double[] objective, int columns)
    {
        var last = objective.Length;
        while (true)
        {
            var entering = -1;
            for (var column = 0; column < columns && entering < 0; column++)
            {
                var gain = objective[column];
                for (var row = 0; row < table.Length; row++)
                    gain -= objective[basis[row]] * table[row][column];
                if (gain > Tiny)
                    entering = column;
            }

            if (entering < 0)
                return Enumerable.Range(0, table.Length).Sum(row => objective[basis[row]] * table[row][last]);
            var leaving = -1;
            for (var row = 0; row < table.Length; row++)
            {
                if (table[row][entering] <= Tiny)
                    continue;
                var ratio = table[row][last] / table[row][entering];
                var least = leaving < 0 ? double.MaxValue : table[leaving][last] / table[leaving][entering];
                if (ratio < least - Tiny || (ratio < least + Tiny && basis[row] < basis[leaving]))
                    leaving = row;
            }

            if (leaving < 0)
                return double.PositiveInfinity;
            Pivot(table, basis, leaving, entering, last);
        }
    }

    static void Pivot(double[][] table, int[] basis, int row, int column, int last)
    {
        var by = table[row][column];
        for (var place = 0; place <= last; place++)
            table[row][place] /= by;
        for (var other = 0; other < table.Length; other++)
        {
            var times = table[other][column];
            if (other == row || Math.Abs(times) < 1e-12)
                continue;
            for (var place = 0; place <= last; place++)
                table[other][place] -= times * table[row][place];
        }

        basis[row] = column;
    }
}
