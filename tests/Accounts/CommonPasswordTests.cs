namespace Labelling.Accounts.Tests;

public class CommonPasswordTests
{
    [TestCase("motdepasse2026!")]
    [TestCase("Motdepasse123")]
    [TestCase("P4ssw0rd2026!!")]
    [TestCase("password1234")]
    [TestCase("azertyuiop12")]
    [TestCase("1234567890123")]
    [TestCase("qwertyuiop[]123")]
    [TestCase("abcdefghijkl")]
    [TestCase("aaaaaaaaaaaa")]
    [TestCase("abcabcabcabc")]
    [TestCase("soleil soleil")]
    [TestCase("Jean-Pierre1975")]
    [TestCase("septembre2026")]
    [TestCase("Bienvenue2026")]
    [TestCase("labelling2026")]
    [TestCase("LaBelLing-Expert")]
    [TestCase("chocolat.2026.")]
    [TestCase("doudou-princesse")]
    [TestCase("1qaz2wsx3edc")]
    [TestCase("20262026202620")]
    [TestCase("soleil1234567890")]
    public void What_others_would_try_first_is_refused(string password) => Assert.That(CommonPasswords.Has(password), Is.True);

    [TestCase("quatre mots sans rapport")]
    [TestCase("a-password-of-the-town")]
    [TestCase("tilleul grenat octave brume")]
    [TestCase("3f9a0c77d1be4c2a88")]
    [TestCase("1a7260348159260374")]
    [TestCase("806192537460918253")]
    [TestCase("Vx7#mQ2!tLp9")]
    [TestCase("ma grand-mère aimait les trains de nuit")]
    [TestCase("correct horse battery staple")]
    public void What_nobody_guesses_is_taken(string password) => Assert.That(Passwords.WhyNot(password), Is.Null);

    [TestCase("carpentier2026", "Inès Carpentier")]
    [TestCase("Ines.Carpentier", "Inès Carpentier")]
    [TestCase("zoe.lagrange!99", "zoe.lagrange@alpha.example")]
    public void Ones_own_name_is_refused(string password, string own)
    {
        Assert.That(CommonPasswords.Has(password, own), Is.True);
        Assert.That(CommonPasswords.Has(password, "Somebody Else"), Is.False);
    }

    [TestCase("onze caract", "password.too-short")]
    [TestCase("motdepasse2026", "password.common")]
    public void It_is_said_why(string password, string code) => Assert.That(Passwords.WhyNot(password)?.Code, Is.EqualTo(code));
}
