package org.athanor.cli.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Reads the {@code TEST-*.xml} files that Maven Surefire leaves in each module. */
final class SurefireReports {

    private static final int DEPTH = 6;
    private static final int REASON_LENGTH = 200;

    private SurefireReports() {}

    /**
     * @param root all modules are below it
     * @throws IOException a report cannot be read, which is as bad as a test that failed
     */
    static List<TestResult> read(Path root) throws IOException {
        List<TestResult> results = new ArrayList<>();
        try (Stream<Path> files = Files.find(root, DEPTH, (file, attributes) -> isReport(file))) {
            for (Path file : files.sorted().toList()) {
                readReport(file, results);
            }
        }
        return results;
    }

    private static boolean isReport(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith("TEST-")
                && name.endsWith(".xml")
                && file.getParent().endsWith(Path.of("target", "surefire-reports"));
    }

    private static void readReport(Path file, List<TestResult> results) throws IOException {
        try {
            NodeList cases = parser().parse(file.toFile()).getElementsByTagName("testcase");
            for (int i = 0; i < cases.getLength(); i++) {
                results.add(result((Element) cases.item(i)));
            }
        } catch (SAXException | ParserConfigurationException e) {
            throw new IOException(file + " is no test report: " + e.getMessage(), e);
        }
    }

    private static DocumentBuilder parser() throws ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        DocumentBuilder builder = factory.newDocumentBuilder();
        builder.setErrorHandler(
                null); // the exception says it; nothing goes to standard error besides
        return builder;
    }

    private static TestResult result(Element test) {
        String type = test.getAttribute("classname");
        String method = test.getAttribute("name");
        String name =
                type.substring(type.lastIndexOf('.') + 1) + (method.isEmpty() ? "" : "." + method);
        for (String problem : List.of("failure", "error")) {
            if (test.getElementsByTagName(problem).getLength() > 0) {
                return new TestResult(name, TestResult.Outcome.FAILED, reason(test, problem));
            }
        }
        if (test.getElementsByTagName("skipped").getLength() > 0) {
            return new TestResult(name, TestResult.Outcome.SKIPPED, reason(test, "skipped"));
        }
        return new TestResult(name, TestResult.Outcome.PASSED, "");
    }

    private static String reason(Element test, String tag) {
        Element problem = (Element) test.getElementsByTagName(tag).item(0);
        String message = problem.getAttribute("message");
        String text = message.isBlank() ? problem.getTextContent().strip() : message.strip();
        String line =
                text.lines()
                        .findFirst()
                        .orElse("no reason given")
                        .replaceFirst("^(?:[\\w.]+: )?Assumption failed: ", "");
        return line.length() <= REASON_LENGTH ? line : line.substring(0, REASON_LENGTH) + "…";
    }
}
