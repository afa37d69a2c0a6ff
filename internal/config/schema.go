package config

//go:generate go run ./gen -out ../../gojoincheck.schema.json

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/gojoincheck/gojoincheck/internal/rule"
	"github.com/gojoincheck/gojoincheck/internal/syncmodel"
)

type object = map[string]any

// Schema returns the JSON schema of config files, for editors.
func Schema(rules []*rule.Rule) ([]byte, error) {
	properties := object{
		"rules": object{
			"description":          "The level of rules, by the name of a rule, of an analyzer, or \"all\"; the closest name decides.",
			"type":                 []string{"object", "null"},
			"properties":           levelSchemas(rules),
			"additionalProperties": false,
		},
		"include": described("The only files and directories whose findings are shown; none means all.", listOf(object{"$ref": "#/$defs/pattern"})),
		"exclude": described("Files and directories whose findings are not shown, of some rules or of all.", listOf(object{"anyOf": []object{
			{"$ref": "#/$defs/pattern"},
			{
				"type":                 "object",
				"properties":           object{"path": object{"$ref": "#/$defs/pattern"}, "rules": listOf(object{"enum": ruleNames(rules)})},
				"required":             []string{"path"},
				"additionalProperties": false,
			},
		}})),
		"tests":    object{"description": "Whether findings in test files are shown.", "type": []string{"boolean", "null"}, "default": true},
		"notes":    object{"description": "Whether notes are reported where they are left out otherwise.", "type": []string{"boolean", "null"}, "default": false},
		"fail-on":  object{"description": "The least severity for which the command fails.", "enum": []any{"error", "warning", "note", nil}, "default": "warning"},
		"baseline": object{"description": "The file with the findings that are known already, relative to the config file.", "type": []string{"string", "null"}},
		"primitives": object{
			"description":          "What functions do that the linter does not know: path.Func, path.Type.Method or (path.Type).Method.",
			"type":                 []string{"object", "null"},
			"additionalProperties": object{"$ref": "#/$defs/action"},
		},
	}
	return encode(object{
		"$schema":              "https://json-schema.org/draft/2020-12/schema",
		"$id":                  SchemaURL,
		"title":                "The config of gojoincheck: " + FileNames[0],
		"type":                 []string{"object", "null"},
		"properties":           properties,
		"additionalProperties": false,
		"$defs": object{
			"pattern": object{
				"description": "A file or directory relative to the config file, with * and ** as in doublestar patterns.",
				"type":        "string", "minLength": 1, "not": object{"pattern": `^/|^\.\.(/|$)|\\`},
			},
			"action": actionSchema(),
		},
	})
}

// encode writes JSON that reads well, its keys sorted.
func encode(schema object) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(schema)
	return b.Bytes(), err
}

func described(text string, schema object) object {
	schema["description"] = text
	return schema
}

func listOf(items object) object {
	return object{"type": []string{"array", "null"}, "items": items}
}

// levelSchemas gives each name its description. Levels that YAML 1.1 takes for
// booleans are allowed in either form.
func levelSchemas(rules []*rule.Rule) object {
	levels := []any{true, false}
	for _, l := range Levels {
		levels = append(levels, l)
	}
	schemas := object{All: object{"description": "Every rule that is not named otherwise.", "enum": levels}}
	for _, r := range rules {
		schemas[r.Analyzer] = object{"description": "Every rule of " + r.Analyzer + " that is not named otherwise.", "enum": levels}
		schemas[r.ID] = object{"description": fmt.Sprintf("%s. By default: %s.", sentence(r.Summary), r.Severity), "enum": levels}
	}
	return schemas
}

func sentence(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func actionSchema() object {
	var forms []object
	for _, w := range syncmodel.Words {
		form := object{"description": "The function " + w.Doc + "."}
		if w.Arg {
			form["type"], form["pattern"] = "string", `^`+w.Name+`\([0-9]{1,2}\)$`
		} else {
			form["const"] = w.Name
		}
		forms = append(forms, form)
	}
	return object{"anyOf": forms}
}

// wordLines describes the actions for people.
func wordLines() []string {
	var lines []string
	for _, w := range syncmodel.Words {
		name := w.Name
		if w.Arg {
			name += "(n)"
		}
		lines = append(lines, fmt.Sprintf("%-11s %s", name, w.Doc))
	}
	return lines
}
