using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore.Design;
using Npgsql;

namespace IncidentDesk.Migrations;

/// <summary>How the command line tool makes the context; it never connects.</summary>
public sealed class DesignTime : IDesignTimeDbContextFactory<DeskDb>
{
    public DeskDb CreateDbContext(string[] args) => new(NpgsqlDataSource.Create("Host=localhost;Database=incidentdesk"));
}
