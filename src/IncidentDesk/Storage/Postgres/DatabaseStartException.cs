namespace IncidentDesk.Storage.Postgres;

/// <summary>The database can't be started. The message is one or two sentences for the person at the terminal: what is wrong and what to do.</summary>
public sealed class DatabaseStartException(string message, Exception? inner = null) : Exception(message, inner);
