using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using System.Web;

namespace Messaging.Worker.Tests.Pages;

/// <summary>What a browser without scripts does: keeps cookies, follows no redirect unseen, and sends forms.</summary>
internal sealed partial class Browser : IDisposable
{
    private readonly HttpClient _client;

    public Browser(Uri worker, string language = "en")
    {
        _client = new(new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false })
        {
            BaseAddress = worker,
        };
        _client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        _client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
    }

    public CookieContainer Cookies { get; } = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async Task<Seen> OpenAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await SendAsync(request);
    }

    /// <summary>Sends a form with the token of the page that it stands on.</summary>
    public Task<Seen> PostAsync(Seen page, string path, params (string Name, string Value)[] fields) =>
        PostAsync(path, [.. fields, ("__RequestVerificationToken", page.Token)]);

    /// <summary>Sends a form as it is.</summary>
    public async Task<Seen> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative));
        request.Content = new FormUrlEncodedContent(
            fields.Select(field => new KeyValuePair<string, string>(field.Name, field.Value)));
        return await SendAsync(request);
    }

    /// <summary>Signs in; the answer is that of the form.</summary>
    public async Task<Seen> SignInAsync(string name, string password) => await PostAsync(
        await OpenAsync("/ui/sign-in"), "/ui/sign-in", ("Name", name), ("Secret", password));

    public void Dispose() => _client.Dispose();

    private async Task<Seen> SendAsync(HttpRequestMessage request)
    {
        using var answer = await _client.SendAsync(request, Cancellation);
        var html = await answer.Content.ReadAsStringAsync(Cancellation);
        return new(
            answer.StatusCode,
            html,
            HttpUtility.HtmlDecode(html),
            answer.Headers.Location?.ToString(),
            answer.Headers.NonValidated.ToDictionary(
                header => header.Key, header => $"{header.Value}", StringComparer.OrdinalIgnoreCase));
    }

    [GeneratedRegex(
        "name=\"__RequestVerificationToken\" type=\"hidden\" value=\"(?<token>[^\"]+)\"",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex TokenField { get; }

    /// <summary>What came: as it is on the wire, and as it is read.</summary>
    internal sealed record Seen(
        HttpStatusCode Status,
        string Html,
        string Text,
        string? Location,
        IReadOnlyDictionary<string, string> Headers)
    {
        public string Token => TokenField.Match(Html).Groups["token"].Value;
    }
}
