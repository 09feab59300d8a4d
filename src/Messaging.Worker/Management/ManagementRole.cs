namespace Messaging.Worker.Management;

/// <summary>What somebody may do with the operators' API.</summary>
internal enum ManagementRole
{
    /// <summary>Sees orders, accounts and dead letters, without what is personal.</summary>
    Reader,

    /// <summary>The same, and acts: sends again, drops.</summary>
    Operator,

    /// <summary>Sees what is personal, beside one of the others: the bodies of messages.</summary>
    PersonalData,
}
