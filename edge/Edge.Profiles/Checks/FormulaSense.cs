using Edge.Domain;
using Edge.Formulas.Findings;
using Edge.Formulas.Inspection;
using Edge.Formulas.Language;
using Edge.Profiles.Findings;

namespace Edge.Profiles.Checks;

/// <summary>
/// Finds valid formulas that are probably wrong: a scale applied twice or from another point, a quality of another point.
/// </summary>
internal static class FormulaSense
{
    private const double Alike = 1e-6;
    private const string Count = "value";
    private const string Scale = "escala";
    private const string QualityMark = "q";

    public static void Check(Profile profile, ParsedFormulas formulas, string sheet, FindingList findings)
    {
        Dictionary<string, AnalogPoint> analogs =
            profile.Analogs.DistinctBy(point => point.Tag).ToDictionary(point => point.Tag, StringComparer.Ordinal);
        foreach (ParsedFormula formula in formulas.All)
        {
            ScaleTwice(formula, formulas, sheet, findings);
            ScaleOfAnother(formula, analogs, sheet, findings);
            QualityOfAnother(formula, formulas, sheet, findings);
            TermTwice(formula, sheet, findings);
        }
    }

    /// <summary><c>float(eg.S.text) * ai.P.escala</c> where the formula of <c>eg.S.text</c> multiplies by <c>ai.P.escala</c> too.</summary>
    private static void ScaleTwice(ParsedFormula formula, ParsedFormulas formulas, string sheet, FindingList findings)
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (FormulaProduct product in formula.Inspection.Products)
        {
            foreach (string element in Texts(product.References).Where(tag => tag != formula.Row.Tag))
            {
                if (formulas.Find(element, ElementAttribute.Text) is { } source
                    && Scales(product).FirstOrDefault(scale => Scaled(source).Contains(scale.Tag)) is { } twice
                    && told.Add(element))
                {
                    Report(
                        findings, sheet, formula.Row, twice,
                        $"ai.{twice.Tag}.escala is applied twice: eg.{element}.text is multiplied by it already, in row {source.Row.Row}.",
                        $"If eg.{element}.text is in engineering units, leave this factor out.");
                }
            }
        }
    }

    /// <summary>Counts of two points with the scale of one of them: correct only while both scales are the same.</summary>
    private static void ScaleOfAnother(ParsedFormula formula, Dictionary<string, AnalogPoint> analogs, string sheet, FindingList findings)
    {
        string[] scaled = [.. Analogs(formula, Scale).Select(reference => reference.Tag).Distinct()];
        if (scaled.Length != 1 || !analogs.TryGetValue(scaled[0], out AnalogPoint? scale))
        {
            return;
        }

        foreach (FormulaReference count in Analogs(formula, Count).DistinctBy(reference => reference.Tag))
        {
            if (analogs.TryGetValue(count.Tag, out AnalogPoint? point)
                && Math.Abs(point.Scale - scale.Scale) > Alike * Math.Abs(scale.Scale))
            {
                Phrase text = $"The counts of {point.Tag} (scale {point.Scale:G6}) are given the scale of {scale.Tag} ({scale.Scale:G6}).";
                Report(
                    findings, sheet, formula.Row, count, text,
                    $"Multiply each count by its own scale: ai.{point.Tag}.value * ai.{point.Tag}.escala.");
            }
        }
    }

    /// <summary>A fill that depends on the qualities of points, but not of each point that the text of the element uses.</summary>
    private static void QualityOfAnother(ParsedFormula formula, ParsedFormulas formulas, string sheet, FindingList findings)
    {
        FormulaReference[] marks = [.. Analogs(formula, QualityMark)];
        if (formula.Row.Attribute != ElementAttribute.Fill || marks.Length == 0
            || formulas.Find(formula.Row.Tag, ElementAttribute.Text) is not { } text)
        {
            return;
        }

        HashSet<string> watched = [.. marks.Select(reference => reference.Tag)];
        var used = new HashSet<string>(StringComparer.Ordinal);
        Sources(text, formulas, used, []);
        string[] missed = [.. used.Except(watched).Order(StringComparer.Ordinal)];
        string[] idle = [.. watched.Except(used).Order(StringComparer.Ordinal)];
        if (missed.Length > 0)
        {
            Report(
                findings, sheet, formula.Row, marks.FirstOrDefault(reference => idle.Contains(reference.Tag)) ?? marks[0],
                idle.Length == 0
                    ? (Phrase)($"The text of {formula.Row.Tag} uses {string.Join(", ", missed)}; the quality of this point is not looked "
                        + $"at here.")
                    : (Phrase)($"The text of {formula.Row.Tag} uses {string.Join(", ", missed)}; the quality of this point is not looked "
                        + $"at here, but that of "
                        + $"{string.Join(", ", idle)}, which its text (row {text.Row.Row}) does not use."),
                $"Look at the same points in both formulas.");
        }
    }

    /// <summary>The two terms of an apparent power are the active and the reactive power.</summary>
    private static void TermTwice(ParsedFormula formula, string sheet, FindingList findings)
    {
        foreach (FormulaTerm term in formula.Inspection.EqualTerms)
        {
            findings.Add(new ProfileFinding(
                FindingSeverity.Warning, sheet, formula.Row.Row, "Formula",
                $"eg.{formula.Row.Tag}.{formula.Row.Attribute.ToString().ToLowerInvariant()}: the root is taken of {term.Text} twice.",
                $"Write the other term, or 2 times this one if it is meant.")
            {
                Formula = new FormulaExcerpt(formula.Row.Expression, term.Start, term.Length),
            });
        }
    }

    /// <summary>The analogue points whose counts a text shows, also through the texts of other elements.</summary>
    private static void Sources(ParsedFormula formula, ParsedFormulas formulas, HashSet<string> used, HashSet<string> visited)
    {
        used.UnionWith(Analogs(formula, Count).Select(reference => reference.Tag));
        foreach (string element in Texts(formula.Inspection.References).Where(visited.Add))
        {
            if (formulas.Find(element, ElementAttribute.Text) is { } source)
            {
                Sources(source, formulas, used, visited);
            }
        }
    }

    private static IEnumerable<FormulaReference> Analogs(ParsedFormula formula, string attribute) =>
        formula.Inspection.References.Where(reference => reference.Is(FormulaTable.Analogs, attribute));

    /// <summary>The elements whose text is read.</summary>
    private static IEnumerable<string> Texts(IEnumerable<FormulaReference> references) =>
        references.Where(reference => reference.Is(FormulaTable.Elements, "text")).Select(reference => reference.Tag);

    private static IEnumerable<FormulaReference> Scales(FormulaProduct product) =>
        product.Factors.Where(reference => reference.Is(FormulaTable.Analogs, Scale));

    /// <summary>The points by whose scale a formula multiplies.</summary>
    private static IEnumerable<string> Scaled(ParsedFormula formula) =>
        formula.Inspection.Products.SelectMany(Scales).Select(reference => reference.Tag);

    private static void Report(FindingList findings, string sheet, FormulaRow row, FormulaReference place, Phrase text, Phrase hint) =>
        findings.Add(new ProfileFinding(FindingSeverity.Warning, sheet, row.Row, "Formula", text, hint)
        {
            Formula = new FormulaExcerpt(row.Expression, place.Start, place.Length),
        });
}
