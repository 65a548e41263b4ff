using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Sessions;

/// <summary>What is answered where a PDF is asked for.</summary>
static class PrintedFile
{
    public static async Task<Results<FileContentHttpResult, NotFoundProblem, ConflictProblem>> Of(PdfPrinter printer, Func<Task<string>> html, string name, CancellationToken stop)
    {
        if (!printer.Prints)
            return Problems.Conflict("pdf.absent",
                "This server prints no PDF: open the page and print it from your browser, to paper or to a file.",
                "Ce serveur n'imprime pas de PDF : ouvrez la page et imprimez-la depuis votre navigateur, sur papier ou dans un fichier.");
        return await printer.Print(await html(), stop) switch
        {
            (Printing.Done, { } pdf) => TypedResults.File(pdf, "application/pdf", $"{name}.pdf"),
            (Printing.Busy, _) => Problems.Conflict("pdf.busy",
                "Many documents are being printed now: try again in a minute, or print the page from your browser.",
                "Beaucoup de documents sont en cours d'impression : réessayez dans une minute, ou imprimez la page depuis votre navigateur."),
            _ => Problems.Conflict("pdf.failed",
                "The PDF could not be made: print the page from your browser, and tell the office.",
                "Le PDF n'a pas pu être produit : imprimez la page depuis votre navigateur, et prévenez les permanents."),
        };
    }
}
