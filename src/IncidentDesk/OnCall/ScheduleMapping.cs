using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentDesk.OnCall;

/// <summary>Schedules with their layers as one JSON value (they are always read and replaced together); overrides apart, since they grow.</summary>
internal sealed class ScheduleMapping : IEntityTypeConfiguration<Schedule>
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public void Configure(EntityTypeBuilder<Schedule> schedule)
    {
        schedule.ToTable("schedules");
        schedule.Property(s => s.Id).ValueGeneratedNever();
        schedule.Property(s => s.Name).HasMaxLength(ScheduleRules.NameLimit);
        schedule.Property(s => s.Version).IsConcurrencyToken();
        schedule.Property(s => s.Layers).HasColumnType("jsonb").HasConversion(
            layers => JsonSerializer.Serialize(layers, Json),
            json => JsonSerializer.Deserialize<List<Layer>>(json, Json)!,
            // Layers never change in place: another list is another value.
            new ValueComparer<IReadOnlyList<Layer>>((a, b) => ReferenceEquals(a, b), layers => layers.Count, layers => layers));
        schedule.HasMany(s => s.Overrides).WithOne().HasForeignKey(o => o.ScheduleId).OnDelete(DeleteBehavior.Cascade);
        schedule.Navigation(s => s.Overrides).UsePropertyAccessMode(PropertyAccessMode.Field);
    }
}

/// <summary>Overrides; the index finds those of a schedule that have not ended by an instant.</summary>
internal sealed class OverrideMapping : IEntityTypeConfiguration<Override>
{
    public void Configure(EntityTypeBuilder<Override> o)
    {
        o.ToTable("schedule_overrides", table => table.HasCheckConstraint("ck_schedule_overrides_order", "starts_at < ends_at"));
        o.Property(x => x.Id).ValueGeneratedNever();
        o.Property(x => x.From).HasColumnName("starts_at");
        o.Property(x => x.To).HasColumnName("ends_at");
        o.HasIndex(x => new { x.ScheduleId, x.Sequence }).IsUnique();
        o.HasIndex(x => new { x.ScheduleId, x.To });
    }
}
