namespace Messaging.Chaos.Faults;

/// <summary>Something that goes wrong around the workers, and is put right again.</summary>
public interface IFault
{
    /// <summary>How it is called on the command line.</summary>
    string Name { get; }

    /// <summary>How long to wait before <see cref="EndAsync"/>: the least and the most, in seconds.</summary>
    (double Least, double Most) Seconds { get; }

    /// <summary>
    /// Whether nothing can flow while it lasts, so that every worker has to say that it is not ready.
    /// </summary>
    bool StopsAll { get; }

    /// <summary>
    /// Whether the surroundings are well again as soon as it has begun, and workers have to come back by themselves.
    /// </summary>
    bool IsOverAtOnce { get; }

    Task BeginAsync();

    Task EndAsync();
}
