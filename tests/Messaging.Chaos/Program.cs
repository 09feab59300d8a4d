using Messaging.Chaos;
using Messaging.Chaos.BadMessages;
using Messaging.Chaos.Faults;

const string BadMessages = "bad-messages";

try
{
    if (args is [BadMessages, .. var options])
    {
        var bad = await BadMessageRun.RunAsync(ChaosSettings.Parse(options), Console.Error.WriteLine);
        Console.WriteLine(bad);
        return bad.IsKept ? 0 : 1;
    }

    var settings = ChaosSettings.Parse(args);
    if (settings.Faults.Any(FaultNames.IsOfPackets) && PrivateNetwork.IsPossible && !PrivateNetwork.IsInside)
        return await PrivateNetwork.RunAsync(args);
    var card = await ChaosRun.RunAsync(settings, Console.Error.WriteLine);
    Console.WriteLine(card);
    return card.IsKept ? 0 : 1;
}
catch (ArgumentException e)
{
    Console.Error.WriteLine(e.Message);
    Console.Error.WriteLine("--orders N --seed S --minutes M --workers K --ledger sqlite|postgres --brokers B "
        + $"--faults {string.Join(',', FaultNames.All)} --before FOLDER --logs FOLDER");
    Console.Error.WriteLine($"{BadMessages} --orders N --seed S --ledger sqlite|postgres");
    return 2;
}
