using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentDesk.OnCall;

/// <summary>
/// Schedules with their layers as one JSON value, since those are always read and replaced together; overrides apart, since they grow. The index
/// on their ends finds those of a schedule that matter from an instant on.
/// </summary>
internal sealed class ScheduleMapping : IEntityTypeConfiguration<Schedule>, IEntityTypeConfiguration<Override>
{
    public void Configure(EntityTypeBuilder<Schedule> table)
    {
        table.ToTable("schedules");
        table.Property(s => s.Id).ValueGeneratedNever();
        table.Property(s => s.Layers).HasJson();
        table.HasIndex(s => s.Name, "schedules_name").IsUnique().HasFilter("deleted_at IS NULL");
        table.Property(s => s.Version).IsConcurrencyToken();
        table.HasMany(s => s.Overrides).WithOne().HasForeignKey(o => o.ScheduleId);
        table.Navigation(s => s.Overrides).UsePropertyAccessMode(PropertyAccessMode.Field);
    }

    public void Configure(EntityTypeBuilder<Override> table)
    {
        table.ToTable("schedule_overrides", t => t.HasCheckConstraint("schedule_overrides_order", "starts_at < ends_at"));
        table.Property(o => o.Id).ValueGeneratedNever();
        table.Property(o => o.From).HasColumnName("starts_at");
        table.Property(o => o.To).HasColumnName("ends_at");
        table.HasIndex(o => new { o.ScheduleId, o.Sequence }).IsUnique();
        table.HasIndex(o => new { o.ScheduleId, o.To });
    }
}
