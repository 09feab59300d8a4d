using System.CommandLine;
using System.Net.Http.Headers;
using System.Text.Json;
using Messaging.Worker.Hosting;
using Spectre.Console;

namespace Messaging.Worker.Commands;

/// <summary>A command that asks a running worker, and shows the answer to people or, as it came, to scripts.</summary>
internal static class OperatorCommand
{
    private const string UrlVariable = "MESSAGING_URL";
    private const string KeyVariable = "MESSAGING_API_KEY";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(90);

    /// <typeparam name="TAnswer">What the worker answers.</typeparam>
    /// <param name="name">The command's name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="ask">The request; its address is relative to the API's.</param>
    /// <param name="show">Shows the answer to people; the exit code.</param>
    public static Command Create<TAnswer>(
        string name,
        string description,
        Func<ParseResult, HttpRequestMessage> ask,
        Func<TAnswer, IAnsiConsole, int> show)
        where TAnswer : class =>
        Create(name, description, ask, (_, answer, console) => show(Read<TAnswer>(answer), console));

    /// <summary>One whose answer is not always of the same kind.</summary>
    /// <param name="name">The command's name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="ask">The request; its address is relative to the API's.</param>
    /// <param name="show">Shows the answer, JSON to be <see cref="Read"/>, to people; the exit code.</param>
    public static Command Create(
        string name,
        string description,
        Func<ParseResult, HttpRequestMessage> ask,
        Func<ParseResult, string, IAnsiConsole, int> show)
    {
        var url = new Option<string>("--url")
        {
            Description = $"The worker's address, or that of its Management:Url [{UrlVariable}]. A key is taken from "
                + $"the environment variable {KeyVariable}.",
            DefaultValueFactory = _ =>
                Environment.GetEnvironmentVariable(UrlVariable) is { Length: > 0 } set ? set : WorkerHost.DefaultUrl,
        };
        var json = new Option<bool>("--json") { Description = "Writes the worker's answer as it came, for scripts." };
        var command = new Command(name, description) { url, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var error = parsed.InvocationConfiguration.Error;
            if (!Uri.TryCreate(parsed.GetValue(url), UriKind.Absolute, out var worker)
                || worker.Scheme is not ("http" or "https"))
            {
                await error.WriteLineAsync($"--url, or {UrlVariable}, is no http or https address.");
                return ExitCode.Misconfigured;
            }

            using var request = ask(parsed);
            try
            {
                var answer = await SendAsync(request, worker, cancellationToken);
                var output = parsed.InvocationConfiguration.Output;
                if (!parsed.GetValue(json))
                    return show(parsed, answer, PlainConsole.Create(output));
                // First as if to people: what is no answer of a worker's is not passed on as one.
                var code = show(parsed, answer, PlainConsole.Create(TextWriter.Null));
                await output.WriteLineAsync(answer);
                return code;
            }
            catch (Exception e) when (e is HttpRequestException or JsonException
                || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                await error.WriteLineAsync(TerminalText.Clean(e.Message));
                return ExitCode.Failure;
            }
        });
        return command;
    }

    /// <summary>An answer of a worker's.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static TAnswer Read<TAnswer>(string answer)
        where TAnswer : class =>
        JsonSerializer.Deserialize<TAnswer>(answer, AnswerJson.Wire)!;

    /// <summary>Says how a list goes on.</summary>
    /// <param name="console">Where the list stands.</param>
    /// <param name="next">What the answer gave as next; null where the list is at its end.</param>
    public static void WriteNext(IAnsiConsole console, string? next)
    {
        if (next is not null)
            console.WriteLine($"There are more: --after {TerminalText.Clean(next)}");
    }

    /// <exception cref="HttpRequestException">
    /// It was not answered, or refused; the message says what to do.
    /// </exception>
    private static async Task<string> SendAsync(
        HttpRequestMessage request, Uri url, CancellationToken cancellationToken)
    {
        // Nobody else is to get the key: an answer that points elsewhere is none.
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = new(url, "/api/"), Timeout = Timeout };
        if (Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key.Trim());
        try
        {
            using var response = await client.SendAsync(request, cancellationToken);
            var answer = await response.Content.ReadAsStringAsync(cancellationToken);
            return response.IsSuccessStatusCode
                ? answer
                : throw new HttpRequestException($"{url}: HTTP {(int)response.StatusCode}. {Explain(answer)}");
        }
        catch (HttpRequestException e) when (e.HttpRequestError != HttpRequestError.Unknown)
        {
            throw new HttpRequestException($"No worker answers at {url}: {e.Message} Name another with --url.", e);
        }
    }

    private static string Explain(string answer)
    {
        try
        {
            var problem = JsonSerializer.Deserialize<HttpValidationProblemDetails>(answer, AnswerJson.Wire);
            var errors = problem?.Errors.SelectMany(field => field.Value) ?? [];
            return string.Join(' ', errors.Prepend(problem?.Detail ?? problem?.Title));
        }
        catch (JsonException)
        {
            return "It is no worker that answers.";
        }
    }
}
