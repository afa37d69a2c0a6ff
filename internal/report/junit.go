package report

import (
	"encoding/xml"
	"io"

	"github.com/gojoincheck/gojoincheck/internal/finding"
)

type (
	junit struct {
		XMLName xml.Name     `xml:"testsuites"`
		Suites  []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Name    string     `xml:"name,attr"`
		Class   string     `xml:"classname,attr"`
		File    string     `xml:"file,attr,omitempty"`
		Line    int        `xml:"line,attr,omitempty"`
		Failure *junitText `xml:"failure"`
		Error   *junitText `xml:"error"`
	}
	junitText struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
)

// JUnit writes the XML of JUnit, which services show as test results: a suite
// for each package, a failed test for each finding, an error for each problem.
// Services take a report without tests for a mistake, so one of a run without
// findings has one that passes. Notes are left out unless AllNotes.
func (r *Report) JUnit(w io.Writer) error {
	var doc junit
	suites := map[string]int{}
	add := func(pkg string, c junitCase) {
		if pkg == "" {
			pkg = "gojoincheck"
		}
		i, ok := suites[pkg]
		if !ok {
			i = len(doc.Suites)
			suites[pkg] = i
			doc.Suites = append(doc.Suites, junitSuite{Name: pkg})
		}
		doc.Suites[i].add(c)
	}
	for _, f := range r.shown() {
		add(f.Package, r.junitCase(f.Rule, f.Pos, &junitText{oneLine(f.Message), f.Severity.String(), r.proof(&f)}, nil))
	}
	for _, p := range r.Problems {
		text := r.problem(p, "gojoincheck")
		add(p.Package, r.junitCase(string(p.Kind), p.Pos, nil, &junitText{firstLine(p.Message), string(p.Kind), text}))
	}
	if len(doc.Suites) == 0 {
		add("", junitCase{Name: "no findings", Class: "gojoincheck"})
	}
	return writeXML(w, doc)
}

func (s *junitSuite) add(c junitCase) {
	s.Cases = append(s.Cases, c)
	s.Tests++
	if c.Failure != nil {
		s.Failures++
	}
	if c.Error != nil {
		s.Errors++
	}
}

// junitCase names a test by its place, so that no two are one to a service.
func (r *Report) junitCase(name string, pos finding.Position, failure, err *junitText) junitCase {
	c := junitCase{Name: name, Class: "gojoincheck", Line: pos.Line, Failure: failure, Error: err}
	if pos.IsValid() {
		c.File = r.inRoot(pos.File)
		pos.File = c.File
		c.Name += " at " + pos.String()
	}
	return c
}
