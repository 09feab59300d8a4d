namespace Messaging.Worker.Hosting;

/// <summary>Finds what a misspelt name was meant to be.</summary>
internal static class NearMatch
{
    private const int MostEdits = 3;

    /// <summary>" (did you mean X?)", or nothing where no known name is near.</summary>
    public static string Hint(string name, IReadOnlyCollection<string> known)
    {
        var nearest = known.MinBy(candidate => Edits(name, candidate));
        return nearest is not null && Edits(name, nearest) <= Math.Min(MostEdits, name.Length / 2)
            ? $" (did you mean {nearest}?)"
            : "";
    }

    /// <summary>Levenshtein's distance: letters to insert, delete or replace; case does not count.</summary>
    private static int Edits(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replace = diagonal + (char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replace, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
