package config

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/gojoincheck/gojoincheck/internal/rule"
)

func TestSchemaIsFresh(t *testing.T) {
	want, err := Schema(rule.All())
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join("..", "..", "gojoincheck.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(bytes.ReplaceAll(got, []byte("\r\n"), []byte("\n")), want) {
		t.Error("gojoincheck.schema.json is stale: run go generate ./internal/config")
	}
}

// TestSchemaNamesEveryField compares the schema with the fields of Config, and
// what documents them for people.
func TestSchemaNamesEveryField(t *testing.T) {
	text, err := Schema(rule.All())
	if err != nil {
		t.Fatal(err)
	}
	var schema struct{ Properties map[string]any }
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	doc, err := os.ReadFile(filepath.Join("..", "..", "docs", "config.md"))
	if err != nil {
		t.Fatal(err)
	}
	fields := 0
	for i := range reflect.TypeFor[Config]().NumField() {
		name, _, _ := strings.Cut(reflect.TypeFor[Config]().Field(i).Tag.Get("yaml"), ",")
		if name == "-" {
			continue
		}
		fields++
		if schema.Properties[name] == nil {
			t.Errorf("%s: not in the schema", name)
		}
		if !strings.Contains(Template(), name+":") {
			t.Errorf("%s: not in the template", name)
		}
		if !strings.Contains(string(doc), "`"+name+"`") {
			t.Errorf("%s: not in docs/config.md", name)
		}
	}
	if fields != len(schema.Properties) {
		t.Errorf("%d fields, and %d in the schema", fields, len(schema.Properties))
	}
}
