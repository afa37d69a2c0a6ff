package report

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/gojoincheck/gojoincheck/internal/rule"
)

// Statistics writes how often each rule reported, the most frequent first.
// Notes count, whether they are shown or not.
func (r *Report) Statistics(w io.Writer) error {
	type row struct {
		rule     string
		severity rule.Severity
		count    int
	}
	var rows []row
	at := map[string]int{}
	for i := range r.Findings {
		f := &r.Findings[i]
		if _, ok := at[f.Rule]; !ok {
			at[f.Rule] = len(rows)
			rows = append(rows, row{rule: f.Rule, severity: f.Severity})
		}
		rows[at[f.Rule]].count++
	}
	slices.SortFunc(rows, func(a, b row) int {
		return cmp.Or(cmp.Compare(b.count, a.count), cmp.Compare(b.severity, a.severity), strings.Compare(a.rule, b.rule))
	})
	var b bytes.Buffer
	tw := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "COUNT\tRULE\tSEVERITY\tFINDS")
	for _, row := range rows {
		fmt.Fprintf(tw, "%d\t%s\t%v\t%s\n", row.count, row.rule, row.severity, r.summaryOf(row.rule))
	}
	tw.Flush() // to memory: it cannot fail
	fmt.Fprintf(&b, "%s, %s\n", plural(len(r.Findings), "finding"), plural(len(rows), "rule"))
	_, err := w.Write(b.Bytes())
	return err
}

func (r *Report) summaryOf(id string) string {
	for _, decl := range r.Rules {
		if decl.ID == id {
			return decl.Summary
		}
	}
	return "-"
}
