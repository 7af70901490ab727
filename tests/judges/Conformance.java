import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Asks veraPDF whether PDF files keep the standards named: {@code Conformance 2a,ua1 FILE...}.
 * A line for each file and standard; exit code 0 only when all of them are kept.
 */
public final class Conformance {
    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        List<PDFAFlavour> standards = new ArrayList<>();
        for (String name : arguments[0].split(",")) {
            PDFAFlavour standard = PDFAFlavour.byFlavourId(name);
            if (standard == PDFAFlavour.NO_FLAVOUR) {
                throw new IllegalArgumentException("veraPDF knows no standard " + name);
            }
            standards.add(standard);
        }
        int files = 0;
        int failed = 0;
        for (int at = 1; at < arguments.length; at++) {
            files++;
            if (!keeps(standards, arguments[at])) {
                failed++;
            }
        }
        System.out.println("veraPDF: " + files + " files, " + failed + " failed");
        System.exit(files > 0 && failed == 0 ? 0 : 1);
    }

    private static boolean keeps(List<PDFAFlavour> standards, String file) {
        boolean all = true;
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(file), standards.get(0))) {
            parser.setFlavours(standards);
            try (PDFAValidator validator = Foundries.defaultInstance().createValidator(standards)) {
                int judged = 0;
                for (ValidationResult result : validator.validateAll(parser)) {
                    judged++;
                    all &= result.isCompliant();
                    String verdict = result.isCompliant() ? "kept  " : "BROKEN";
                    System.out.println(verdict + " " + result.getPDFAFlavour().getId() + " " + file);
                    for (String reason : reasons(result)) {
                        System.out.println("       " + reason);
                    }
                }
                all &= judged == standards.size();
            }
        } catch (Exception error) {
            System.out.println("BROKEN " + file + ": " + error);
            all = false;
        }
        return all;
    }

    /** Each broken rule once, with its clause and where it was broken first. */
    private static Set<String> reasons(ValidationResult result) {
        Set<String> clauses = new LinkedHashSet<>();
        Set<String> reasons = new LinkedHashSet<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            String clause = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
            if (assertion.getStatus() == TestAssertion.Status.FAILED && clauses.add(clause)) {
                reasons.add(clause + " " + assertion.getMessage() + " @ " + assertion.getLocation().getContext());
            }
        }
        return reasons;
    }
}
