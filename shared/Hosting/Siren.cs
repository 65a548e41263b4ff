namespace Labelling.Hosting;

/// <summary>The number of a French organisation: nine digits, the last of them a check digit (Luhn).</summary>
public static class Siren
{
    /// <summary>True for nine digits whose Luhn sum is a multiple of ten.</summary>
    public static bool IsValid(string? text)
    {
        if (text is not { Length: 9 } || !text.All(char.IsAsciiDigit))
            return false;
        var sum = 0;
        for (var index = 0; index < 9; index++)
        {
            var digit = text[index] - '0';
            // From the right every second digit is doubled: with nine digits those of odd index.
            if (index % 2 == 1)
                digit = digit > 4 ? digit * 2 - 9 : digit * 2;
            sum += digit;
        }
        return sum % 10 == 0;
    }
}
