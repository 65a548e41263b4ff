using Labelling.ExpertReview.Assignment.Solving;
using Labelling.Hosting;

namespace Labelling.ExpertReview.Assignment;

/// <summary>What would have to give way, in words.</summary>
public static class ReliefWords
{
    static readonly string[] English = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    static readonly string[] French = ["aucun", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"];

    public static IReadOnlyList<string> Say(IReadOnlyList<DraftRelaxation> relaxed, AssignmentPool pool)
    {
        var said = new List<string>();
        var places = relaxed.Where(one => one.Rule is RelaxedRule.Load or RelaxedRule.Number).ToList();
        if (places.Count > 0)
            said.Add(Places(places, pool));
        foreach (var one in relaxed.Except(places))
        {
            var dossier = one.DossierId is { } id && pool.Find(id) is { } open ? open.Dossier.Reference : "–";
            var expert = one.ExpertId is { } person && pool.FindExpert(person) is { } known ? known.Person.Name : "–";
            said.Add(one.Rule switch
            {
                RelaxedRule.Load or RelaxedRule.Number => "",
                RelaxedRule.Academic => Words.Say($"{dossier}: one more academic expert, or none there.", $"{dossier} : un expert académique de plus, ou aucun sur ce dossier."),
                RelaxedRule.Industry => Words.Say($"{dossier}: one more expert from industry, or none there.", $"{dossier} : un expert industriel de plus, ou aucun sur ce dossier."),
                RelaxedRule.Digital => Words.Say($"{dossier}: one more digital expert, or none there.", $"{dossier} : un expert du numérique de plus, ou aucun sur ce dossier."),
                RelaxedRule.Absence => Words.Say($"{dossier}: {expert} reviews it although absent.", $"{dossier} : {expert} l'expertise malgré son absence."),
                RelaxedRule.Forbidden => Words.Say($"{dossier}: {expert} is allowed there again.", $"{dossier} : {expert} y est de nouveau admis."),
                RelaxedRule.Pinned => Words.Say($"{dossier}: {expert} is not kept there.", $"{dossier} : {expert} n'y est pas maintenu."),
            });
        }
        return said;
    }

    /// <summary>Places are missing: experts have too little of them, or dossiers ask for too many, which is the same lack.</summary>
    static string Places(IReadOnlyList<DraftRelaxation> places, AssignmentPool pool)
    {
        var subject = pool.Dossiers.Where(one => one.Needed > 0)
            .SelectMany(one => one.Dossier.TherapeuticAreas.Count > 0 ? pool.Words.Of(KnownWords.TherapeuticArea, one.Dossier.TherapeuticAreas) : pool.Words.Of(KnownWords.Sector, one.Dossier.Sectors.Take(1))).CountBy(area => area).OrderByDescending(area => area.Value).ThenBy(area => area.Key, StringComparer.Ordinal).Select(area => area.Key).FirstOrDefault();
        var (inEnglish, inFrench) = subject is null ? ("expert", "expert") : ($"{subject} expert", $"expert ({subject})");
        var loads = places.Where(one => one.Rule == RelaxedRule.Load && one.ExpertId is not null)
            .CountBy(one => one.ExpertId!.Value)
            .Select(one => (pool.FindExpert(one.Key)?.Person.Name ?? "–", Most: (pool.FindExpert(one.Key)?.Expert.LargestLoad ?? 0) + one.Value)).ToList();
        var less = places.Where(one => one is { Rule: RelaxedRule.Number, DossierId: not null })
            .Select(one => pool.Find(one.DossierId!.Value)?.Dossier.Reference ?? "–").Distinct().ToList();
        var english = new List<string> { places.Count == 1 ? $"One more {inEnglish}" : $"More experts ({inEnglish}), for {Spelled(places.Count, English)} reviews" };
        var french = new List<string> { places.Count == 1 ? $"Un {inFrench} de plus" : $"Des experts de plus ({inFrench}), pour {Spelled(places.Count, French)} expertises" };
        if (loads.Count > 0)
        {
            english.Add(loads is [var (name, most)]
                ? $"one of the present experts takes {Spelled(most, English)} ({name})"
                : $"present experts take more: {string.Join(", ", loads.Select(one => $"{one.Item1} {Spelled(one.Most, English)}"))}");
            french.Add(loads is [var (nom, plus)]
                ? $"l'un des experts présents en prend {Spelled(plus, French)} ({nom})"
                : $"les experts présents en prennent davantage : {string.Join(", ", loads.Select(one => $"{one.Item1} {Spelled(one.Most, French)}"))}");
        }
        if (less.Count > 0)
        {
            english.Add($"fewer experts for {string.Join(", ", less)}");
            french.Add($"moins d'experts pour {string.Join(", ", less)}");
        }
        return Words.Say(string.Join(", or ", english) + ".", string.Join(", ou ", french) + ".");
    }

    static string Spelled(int number, string[] words) => number < words.Length ? words[number] : $"{number}";
}
