package forkmap

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"
	"sync"
)

// Source reads a source file that the map names.
type Source func(name string) ([]byte, error)

//go:embed page.html
var pageText string

// page is parsed when first asked for: most processes show none.
var page = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("page").Funcs(template.FuncMap{
		"words": (*Fork).words, "place": place, "base": laneX, "title": (*Fork).Title,
	}).Parse(pageText))
})

// HTML writes one page that needs nothing else: no network and no other file.
// Source lines are shown where source can read them.
func (m *Map) HTML(w io.Writer, source Source) error {
	type fnView struct {
		ID string
		Function
		figure
	}
	var data struct {
		Summary   string
		Counts    []Count
		Races     int // the forks that have any
		Functions []fnView
		Problems  []Problem
	}
	data.Summary, data.Counts, data.Problems = plural(len(m.Forks), "fork")+" in "+plural(len(m.Functions()), "function"), m.Counts(), m.Problems
	for i := range m.Forks {
		if m.Forks[i].Races() > 0 {
			data.Races++
		}
	}
	files := map[string][]string{}
	for i, fn := range m.Functions() {
		file := fn.Start.File
		if _, read := files[file]; !read {
			text, err := source(file)
			if err != nil {
				text = nil // the diagram does without
			}
			files[file] = strings.Split(string(text), "\n")
		}
		data.Functions = append(data.Functions, fnView{fmt.Sprintf("f%d", i+1), fn, draw(fn, files[file])})
	}
	var out bytes.Buffer
	if err := page().Execute(&out, data); err != nil {
		return err
	}
	_, err := w.Write(out.Bytes())
	return err
}

// words are what the page's search looks at.
func (f *Fork) words() string {
	words := []string{f.Package, f.Function, f.Pos.File, f.Task, f.Kind, f.Reason, string(f.Verdict)}
	for _, j := range f.Joins {
		words = append(words, j.Op, j.In, j.By)
	}
	for _, s := range f.Shares {
		words = append(words, s.Name, s.Order)
		if s.Race {
			words = append(words, "race")
		}
	}
	for _, x := range f.Findings {
		words = append(words, x.Rule)
	}
	return strings.ToLower(strings.Join(words, " "))
}
