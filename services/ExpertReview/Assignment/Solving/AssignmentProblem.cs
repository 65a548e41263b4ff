using Labelling.ExpertReview.Experts;

namespace Labelling.ExpertReview.Assignment.Solving;

/// <summary>What holds for an expert on a dossier besides the score.</summary>
public enum PairRule : byte
{
    /// <summary>Nothing: the solver decides.</summary>
    Free,

    /// <summary>A conflict of interest, or anything else that nobody can lift.</summary>
    Conflict,

    /// <summary>The expert is absent while the review is to be written.</summary>
    Absent,

    /// <summary>Forbidden by the office.</summary>
    Forbidden,

    /// <summary>Wanted by the office: it is kept.</summary>
    Pinned,
}

/// <summary>What a dossier asks of its experts together, as far as those it already has do not give it.</summary>
[Flags]
public enum TeamRules : byte
{
    None = 0,

    /// <summary>At least one academic expert.</summary>
    Academic = 1,

    /// <summary>At least one expert from industry.</summary>
    Industry = 2,

    /// <summary>At least one expert with the digital flag.</summary>
    Digital = 4,
}

/// <summary>Who is to review what: dossiers and experts by number, from 0.</summary>
public sealed record AssignmentProblem
{
    public required int Dossiers { get; init; }

    public required int Experts { get; init; }

    /// <summary>A row a dossier, a column an expert, row after row; 0 and more, a negative one is a conflict.</summary>
    public required double[] Scores { get; init; }

    /// <summary>Experts to find, by dossier.</summary>
    public required int[] Needed { get; init; }

    /// <summary>The most dossiers to give, by expert.</summary>
    public required int[] Load { get; init; }

    /// <summary>By pair, as the scores; null: every pair is free.</summary>
    public PairRule[]? Pairs { get; init; }

    /// <summary>By dossier; null: none.</summary>
    public TeamRules[]? Rules { get; init; }

    /// <summary>By expert; null: nobody is asked for one.</summary>
    public ExpertProfile[]? Profiles { get; init; }

    /// <summary>The digital flag by expert; null: none has it.</summary>
    public bool[]? Digital { get; init; }

    /// <summary>The sum of the scores of experts whom a dossier already has; null: none has any.</summary>
    public double[]? Already { get; init; }

    /// <summary>The same for everybody, as a score file asks.</summary>
    public static AssignmentProblem Uniform(ScoreFile file, int perDossier, int maxLoad) => new()
    {
        Dossiers = file.Dossiers,
        Experts = file.Experts,
        Scores = file.Scores,
        Needed = [.. Enumerable.Repeat(perDossier, file.Dossiers)],
        Load = [.. Enumerable.Repeat(maxLoad, file.Experts)],
    };

    public double Score(int dossier, int expert) => Scores[(long)dossier * Experts + expert];

    public PairRule RuleOf(int dossier, int expert) =>
        Score(dossier, expert) < 0 ? PairRule.Conflict : Pairs?[dossier * Experts + expert] ?? PairRule.Free;

    /// <summary>The expert may be given to the dossier.</summary>
    public bool Allows(int dossier, int expert) => RuleOf(dossier, expert) is PairRule.Free or PairRule.Pinned;

    public TeamRules RulesOf(int dossier) => Rules?[dossier] ?? TeamRules.None;

    public double AlreadyOf(int dossier) => Already?[dossier] ?? 0;

    public bool IsDigital(int expert) => Digital?[expert] ?? false;

    /// <summary>Of the rules about profiles, those this expert meets.</summary>
    public TeamRules Meets(int expert) => Meets(Profiles?[expert], IsDigital(expert));

    /// <summary>Of the rules about profiles, those that such an expert meets; null: no profile is known.</summary>
    public static TeamRules Meets(ExpertProfile? profile, bool digital) =>
        (profile switch
        {
            ExpertProfile.Academic => TeamRules.Academic,
            ExpertProfile.Industry => TeamRules.Industry,
            ExpertProfile.Clinician or null => TeamRules.None,
        }) | (digital ? TeamRules.Digital : TeamRules.None);
}
