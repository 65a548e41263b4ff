using System.Globalization;
using Labelling.Contracts;
using Labelling.FundingOutcome.History;
using Labelling.Hosting;

namespace Labelling.FundingOutcome.Lists;

/// <summary>What a column of a published list can say.</summary>
public enum ListField
{
    Title,
    Siren,
    Result,
    Granted,
    Requested,
    On,
}

/// <summary>A line of a published list, read and well formed.</summary>
public sealed record ListLine(int Number, string Title, string? Siren, FundingResult Result, decimal? GrantedEur, decimal? RequestedEur, DateOnly? On);

/// <summary>Which column says what, by its place from 0; what no column says is not in it.</summary>
public sealed record ListColumns(IReadOnlyDictionary<ListField, int> Places)
{
    const int LongestTitle = 500;

    const decimal Most = 1_000_000_000_000m;

    static readonly DateOnly Earliest = new(1990, 1, 1);

    /// <summary>Names of columns as funding bodies write them, without accents and signs. The first that fits is taken.</summary>
    static readonly IReadOnlyDictionary<ListField, string[]> Names = new Dictionary<ListField, string[]>
    {
        [ListField.Title] = ["title", "project title", "title of the project", "titre", "titre du projet", "intitule", "intitule du projet", "nom du projet", "libelle du projet", "projet", "project"],
        [ListField.Siren] = ["siren", "siren du porteur", "siren porteur", "siren du beneficiaire", "numero siren", "n siren", "siret", "siret du porteur", "siret du beneficiaire", "numero siret"],
        [ListField.Result] = ["result", "resultat", "decision", "statut", "status", "avis"],
        [ListField.Granted] = ["amount granted", "granted", "grant", "amount", "montant accorde", "montant attribue", "montant de l aide", "montant aide", "montant de la subvention", "aide accordee", "aide", "subvention", "montant"],
        [ListField.Requested] = ["amount requested", "requested", "montant demande", "aide demandee"],
        [ListField.On] = ["decided on", "date of decision", "decision date", "date", "date de decision", "date de la decision", "date d attribution", "date de notification"],
    };

    static readonly IReadOnlyDictionary<string, FundingResult> Results = new (FundingResult Result, string[] Words)[]
    {
        (FundingResult.Funded, ["funded", "selected", "accepted", "granted", "yes", "finance", "financee", "retenu", "retenue", "laureat", "laureate", "selectionne", "selectionnee", "accepte", "acceptee", "accorde", "favorable", "oui"]),
        (FundingResult.Refused, ["refused", "rejected", "not funded", "not selected", "no", "refuse", "refusee", "rejete", "rejetee", "non retenu", "non retenue", "non finance", "non financee", "non selectionne", "non selectionnee", "defavorable", "non"]),
        (FundingResult.ReserveList, ["reserve list", "reserve", "waiting list", "liste d attente", "liste complementaire", "liste de reserve"]),
        (FundingResult.Withdrawn, ["withdrawn", "retire", "retiree", "desiste", "desistement", "abandon", "abandonne"]),
    }.SelectMany(one => one.Words.Select(word => KeyValuePair.Create(word, one.Result))).ToDictionary(StringComparer.Ordinal);

    /// <summary>True when it is known enough to read lines.</summary>
    public bool IsEnough => Places.ContainsKey(ListField.Title);

    public static ListColumns Recognise(IReadOnlyList<string> header)
    {
        var plain = header.Select(TextLikeness.Plain).ToList();
        return new(Names
            .Select(field => (field.Key, Place: field.Value.Select(name => plain.IndexOf(name)).FirstOrDefault(place => place >= 0, -1)))
            .Where(field => field.Place >= 0).ToDictionary(field => field.Key, field => field.Place));
    }

    /// <summary>A line as the columns say; what is wrong with it is added to the bad lines, and then there is none.</summary>
    public ListLine? Read(IReadOnlyList<string> header, FileLine line, DateOnly today, List<BadLine> bad)
    {
        var found = bad.Count;
        var title = Cell(ListField.Title);
        if (title is null)
            Wrong(ListField.Title, "The title is missing.", "Le titre manque.");
        else if (title.Length > LongestTitle)
            Wrong(ListField.Title, "The title has more than 500 characters.", "Le titre a plus de 500 caractères.");

        var siren = Cell(ListField.Siren) is { } typed ? new string([.. typed.Where(letter => !char.IsWhiteSpace(letter) && letter != '\u202f')]) : null;
        if (siren is { Length: 14 } && siren.All(char.IsAsciiDigit))
            siren = siren[..9];
        if (siren is not null && !Siren.IsValid(siren))
            Wrong(ListField.Siren, "This is no SIREN: nine digits, of which the last fits the others.", "Ce n'est pas un SIREN\u202f: neuf chiffres, dont le dernier correspond aux autres.");

        // A list without such a column is one of those that were chosen.
        var result = FundingResult.Funded;
        if (Places.ContainsKey(ListField.Result) && (Cell(ListField.Result) is not { } word || !Results.TryGetValue(TextLikeness.Plain(word), out result)))
            Wrong(ListField.Result, "The result is none of: funded, refused, reserve list, withdrawn.", "Le résultat n'est pas parmi\u202f: financé, refusé, liste d'attente, retiré.");

        var (granted, requested) = (Amount(ListField.Granted), Amount(ListField.Requested));
        DateOnly? on = null;
        if (Cell(ListField.On) is { } day)
        {
            if (!DateOnly.TryParseExact(day.Split(' ', 'T')[0], ["yyyy-MM-dd", "dd/MM/yyyy", "d/M/yyyy", "dd.MM.yyyy", "dd-MM-yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) || read < Earliest)
                Wrong(ListField.On, "This is no day, as 2026-03-12 or 12/03/2026.", "Ce n'est pas un jour, comme 2026-03-12 ou 12/03/2026.");
            else if (read > today)
                Wrong(ListField.On, "The day is after today.", "Le jour est après aujourd'hui.");
            else
                on = read;
        }
        return bad.Count > found ? null : new ListLine(line.Number, title!, siren, result, result is FundingResult.Funded ? granted : null, requested, on);

        string? Cell(ListField field) => Places.TryGetValue(field, out var place) && place < line.Cells.Count && line.Cells[place].Trim() is { Length: > 0 } text ? text : null;

        decimal? Amount(ListField field)
        {
            if (Cell(field) is not { } text)
                return null;
            var plain = new string([.. text.Where(letter => !char.IsWhiteSpace(letter) && letter is not ('\u202f' or '€'))]);
            if (plain.EndsWith("EUR", StringComparison.OrdinalIgnoreCase))
                plain = plain[..^3];
            if (decimal.TryParse(plain.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount <= Most && decimal.Round(amount, 2) == amount)
                return amount;
            Wrong(field, "This is no amount in EUR, as 250000 or 250 000,50.", "Ce n'est pas un montant en euros, comme 250000 ou 250 000,50.");
            return null;
        }

        void Wrong(ListField field, string english, string french) => bad.Add(new BadLine(line.Number, PublishedFile.NameOf(header, Places[field]), english, french));
    }
}
