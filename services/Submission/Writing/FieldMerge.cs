namespace Labelling.Submission.Writing;

/// <summary>Somebody changed a field from what they saw to what they typed; null: empty.</summary>
public sealed record FieldChange(string Field, string? From, string? To);

/// <summary>
/// Somebody else changed the field meanwhile: Theirs is what stands there now. Gone: the row of the field is not there any more.
/// </summary>
public sealed record FieldConflict(string Field, string? From, string? Theirs, string? Yours, bool Gone);

/// <summary>What cannot be written, and why not.</summary>
public sealed record FieldRefusal(string Field, string? Yours, FieldFault Fault);

/// <summary>Every change is in one of the three: taken over, in conflict, refused. Nothing typed is lost on the way.</summary>
public sealed record Merged(
    DossierContent Content, IReadOnlyList<FieldChange> Taken, IReadOnlyList<FieldConflict> Conflicts, IReadOnlyList<FieldRefusal> Refused);

/// <summary>
/// Two people write one dossier: a change of a field that nobody else touched since goes in; where somebody did, both values are given back.
/// Pure: knows no clock, no person and no table.
/// </summary>
public static class FieldMerge
{
    public static Merged Of(DossierContent now, IReadOnlyList<FieldChange> changes)
    {
        var content = now.Keyed();
        var (taken, conflicts, refused) = (new List<FieldChange>(), new List<FieldConflict>(), new List<FieldRefusal>());
        foreach (var change in changes)
        {
            switch (ContentFields.Write(content, change.Field, change.To))
            {
                case (null, FieldFault.Gone):
                    conflicts.Add(new FieldConflict(change.Field, change.From, null, change.To, true));
                    break;
                case (null, { } fault):
                    refused.Add(new FieldRefusal(change.Field, change.To, fault));
                    break;
                case ({ } written, _):
                    var theirs = ContentFields.Read(content, change.Field);
                    if (ContentFields.Read(written, change.Field) == theirs)
                    {
                        taken.Add(change);
                    }
                    else if (Seen(content, change) == theirs)
                    {
                        content = written;
                        taken.Add(change);
                    }
                    else
                    {
                        conflicts.Add(new FieldConflict(change.Field, change.From, theirs, change.To, false));
                    }

                    break;
                default:
                    throw new InvalidOperationException("A field was neither written nor refused.");
            }
        }

        return new Merged(content, taken, conflicts, refused);
    }

    /// <summary>What the change was made from, in the way the field is kept.</summary>
    static string? Seen(DossierContent content, FieldChange change) =>
        ContentFields.Write(content, change.Field, change.From) is ({ } before, _) ? ContentFields.Read(before, change.Field) : change.From;
}
