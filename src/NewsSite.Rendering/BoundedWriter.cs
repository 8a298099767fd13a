using System.Globalization;

namespace NewsSite.Rendering;

/// <summary>Collects what is written, and refuses the body as soon as it grows past the limit.</summary>
internal sealed class BoundedWriter(int limit) : StringWriter(CultureInfo.InvariantCulture)
{
    public override void Write(char value)
    {
        base.Write(value);
        Check();
    }

    public override void Write(char[] buffer, int index, int count)
    {
        base.Write(buffer, index, count);
        Check();
    }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        base.Write(buffer);
        Check();
    }

    public override void Write(string? value)
    {
        base.Write(value);
        Check();
    }

    private void Check()
    {
        if (GetStringBuilder().Length > limit)
        {
            throw new BodyRefusedException("The body is too long when it is laid out. Shorten it.");
        }
    }
}
