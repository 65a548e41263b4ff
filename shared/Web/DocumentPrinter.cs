using Labelling.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Labelling.Web;

/// <summary>Prints a component that is a whole document (see <see cref="PrintStyle"/>), and answers with the PDF or why there is none.</summary>
public sealed class DocumentPrinter(PdfPrinter printer, IServiceProvider services, ILoggerFactory logs)
{
    /// <summary>True when there is a browser to print with; without, pages say how a reader prints.</summary>
    public bool Prints => printer.Prints;

    /// <summary>The document as HTML, as it is printed.</summary>
    /// <typeparam name="TDocument">A component that renders the html element; its title becomes the title of the PDF.</typeparam>
    /// <param name="shown">Its parameters.</param>
    public async Task<string> Html<TDocument>(IDictionary<string, object?> shown) where TDocument : IComponent
    {
        await using var scope = services.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, logs);
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<TDocument>(ParameterView.FromDictionary(shown))).ToHtmlString());
    }

    /// <summary>The document as PDF.</summary>
    /// <typeparam name="TDocument">A component that renders the html element; its title becomes the title of the PDF.</typeparam>
    /// <param name="shown">Its parameters.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="InvalidOperationException">There is no browser.</exception>
    public async Task<(Printing Answer, byte[]? Pdf)> Print<TDocument>(IDictionary<string, object?> shown, CancellationToken stop) where TDocument : IComponent =>
        await Print(await Html<TDocument>(shown), stop);

    /// <summary>The same of HTML that was made before.</summary>
    /// <param name="html">The document.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="InvalidOperationException">There is no browser.</exception>
    public Task<(Printing Answer, byte[]? Pdf)> Print(string html, CancellationToken stop) => printer.Print(html, stop);

    /// <summary>The same as the answer to a request.</summary>
    /// <param name="shown">Its parameters.</param>
    /// <param name="name">The file's name, without its ending.</param>
    /// <param name="stop">Ends the work.</param>
    public Task<Results<FileContentHttpResult, NotFoundProblem, ConflictProblem>> Answer<TDocument>(IDictionary<string, object?> shown, string name, CancellationToken stop)
        where TDocument : IComponent => Answer(() => Print<TDocument>(shown, stop), name);

    /// <summary>What came of printing as the answer to a request.</summary>
    /// <param name="print">Prints, or gives what was printed before; is not asked where there is no browser.</param>
    /// <param name="name">The file's name, without its ending.</param>
    public async Task<Results<FileContentHttpResult, NotFoundProblem, ConflictProblem>> Answer(Func<Task<(Printing Answer, byte[]? Pdf)>> print, string name)
    {
        if (!Prints)
        {
            return Problems.Conflict("pdf.absent",
                "This server prints no PDF: open the page and print it from your browser, to paper or to a file.",
                "Ce serveur n'imprime pas de PDF : ouvrez la page et imprimez-la depuis votre navigateur, sur papier ou dans un fichier.");
        }

        return await print() switch
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
