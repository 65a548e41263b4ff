using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Labelling.ExpertReview.Sessions;

/// <summary>Renders a component outside of an answer: for a stream.</summary>
public sealed class ComponentText(IServiceScopeFactory scopes, ILoggerFactory logs)
{
    /// <summary>The markup, with the one parameter the component takes.</summary>
    public async Task<string> Of<TComponent>(string parameter, object value) where TComponent : IComponent
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, logs);
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<TComponent>(
            ParameterView.FromDictionary(new Dictionary<string, object?> { [parameter] = value }))).ToHtmlString());
    }
}
