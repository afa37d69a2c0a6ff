package report

import (
	"encoding/xml"
	"io"

	"github.com/gojoincheck/gojoincheck/internal/rule"
)

type (
	checkstyle struct {
		XMLName xml.Name         `xml:"checkstyle"`
		Version string           `xml:"version,attr"` // of Checkstyle, whose format it is
		Files   []checkstyleFile `xml:"file"`
	}
	checkstyleFile struct {
		Name   string            `xml:"name,attr"`
		Errors []checkstyleError `xml:"error"`
	}
	checkstyleError struct {
		Line     int    `xml:"line,attr,omitempty"`
		Column   int    `xml:"column,attr,omitempty"`
		Severity string `xml:"severity,attr"`
		Message  string `xml:"message,attr"`
		Source   string `xml:"source,attr"`
	}
)

// Checkstyle writes the XML of Checkstyle, which many services read. Notes are
// left out unless AllNotes. Columns count bytes.
func (r *Report) Checkstyle(w io.Writer) error {
	doc := checkstyle{Version: "5.0"}
	for _, f := range r.shown() { // sorted by file
		name := r.Name(f.Pos.File)
		if n := len(doc.Files); n == 0 || doc.Files[n-1].Name != name {
			doc.Files = append(doc.Files, checkstyleFile{Name: name})
		}
		file := &doc.Files[len(doc.Files)-1]
		file.Errors = append(file.Errors, checkstyleError{
			Line: f.Pos.Line, Column: f.Pos.Col, Severity: checkstyleSeverity(f.Severity),
			Message: oneLine(f.Message), Source: "gojoincheck." + f.Rule,
		})
	}
	return writeXML(w, doc)
}

func checkstyleSeverity(s rule.Severity) string {
	if s == rule.Note {
		return "info"
	}
	return s.String()
}

// writeXML writes a document with one call of Write.
func writeXML(w io.Writer, document any) error {
	data, err := xml.MarshalIndent(document, "", "\t")
	if err != nil {
		return err
	}
	_, err = w.Write([]byte(xml.Header + string(data) + "\n"))
	return err
}
