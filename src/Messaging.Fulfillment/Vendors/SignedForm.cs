using System.Net.Http.Headers;

namespace Messaging.Fulfillment.Vendors;

/// <summary>
/// The call that Fengchao's and EM's pages share: a POST of a UTF-8 form with the business data as JSON text in
/// <c>request_data</c>, signed over every posted parameter but <c>sign</c>.
/// </summary>
public static class SignedForm
{
    private static readonly MediaTypeHeaderValue FormType = new("application/x-www-form-urlencoded", "utf-8");

    /// <summary>Hex MD5 of secret + k1v1k2v2… + secret.</summary>
    /// <param name="parameters">The parameters with their raw values.</param>
    /// <param name="secret">The account's secret.</param>
    /// <param name="keepEmptyValues">
    /// Whether a parameter with an empty value is signed (its key alone). One without a value never is.
    /// </param>
    /// <param name="upperCase">Whether the digits are written as A–F.</param>
    public static ParameterSignature Sign(
        IEnumerable<KeyValuePair<string, string?>> parameters,
        string secret,
        bool keepEmptyValues = true,
        bool upperCase = false)
    {
        var text =
            SignedText.Build(parameters, value => keepEmptyValues ? value is not null : !string.IsNullOrEmpty(value));
        var digest = SignedText.Md5(text, secret);
        return new(upperCase ? Convert.ToHexString(digest) : Convert.ToHexStringLower(digest), $"***{text}***");
    }

    /// <summary>The request with <paramref name="parameters"/> and their signature as its form.</summary>
    public static HttpRequestMessage Post(
        Uri baseUrl, string path, IEnumerable<KeyValuePair<string, string?>> parameters, ParameterSignature signature)
    {
        var form = new FormUrlEncodedContent(parameters.Append(new("sign", signature.Value))!);
        // A servlet container that is not told reads a form as Latin-1.
        form.Headers.ContentType = FormType;
        return new(HttpMethod.Post, GetAddress(baseUrl, path)) { Content = form };
    }

    /// <summary>Where a form is posted to: the path comes after that of the base address.</summary>
    internal static Uri GetAddress(Uri baseUrl, string path) => new(baseUrl.AbsoluteUri.TrimEnd('/') + path);
}
