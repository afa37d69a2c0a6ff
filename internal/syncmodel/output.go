package syncmodel

import "go/types"

// outputs are the functions of the standard library by which work leaves the program, or
// by which what has been kept back for long does: when the program ends before, it is
// lost. What only logs is not among them.
var outputs = map[Key]bool{
	{"bufio", "Writer", "Flush"}:            true,
	{"bytes", "Buffer", "WriteTo"}:          true,
	{"io", "Writer", "Write"}:               true,
	{"io", "StringWriter", "WriteString"}:   true,
	{"io", "", "WriteString"}:               true,
	{"io", "", "Copy"}:                      true,
	{"os", "", "WriteFile"}:                 true,
	{"os", "", "Rename"}:                    true,
	{"os", "File", "Write"}:                 true,
	{"os", "File", "WriteString"}:           true,
	{"os", "File", "WriteAt"}:               true,
	{"os", "File", "ReadFrom"}:              true,
	{"os", "File", "Sync"}:                  true,
	{"os", "File", "Truncate"}:              true,
	{"fmt", "", "Fprint"}:                   true,
	{"fmt", "", "Fprintf"}:                  true,
	{"fmt", "", "Fprintln"}:                 true,
	{"fmt", "", "Print"}:                    true,
	{"fmt", "", "Printf"}:                   true,
	{"fmt", "", "Println"}:                  true,
	{"archive/tar", "Writer", "Close"}:      true,
	{"archive/tar", "Writer", "Flush"}:      true,
	{"archive/zip", "Writer", "Close"}:      true,
	{"archive/zip", "Writer", "Flush"}:      true,
	{"compress/flate", "Writer", "Close"}:   true,
	{"compress/flate", "Writer", "Flush"}:   true,
	{"compress/gzip", "Writer", "Close"}:    true,
	{"compress/gzip", "Writer", "Flush"}:    true,
	{"compress/zlib", "Writer", "Close"}:    true,
	{"compress/zlib", "Writer", "Flush"}:    true,
	{"encoding/csv", "Writer", "Flush"}:     true,
	{"encoding/csv", "Writer", "WriteAll"}:  true,
	{"encoding/gob", "Encoder", "Encode"}:   true,
	{"encoding/json", "Encoder", "Encode"}:  true,
	{"encoding/xml", "Encoder", "Encode"}:   true,
	{"text/tabwriter", "Writer", "Flush"}:   true,
	{"database/sql", "DB", "Exec"}:          true,
	{"database/sql", "DB", "ExecContext"}:   true,
	{"database/sql", "Stmt", "Exec"}:        true,
	{"database/sql", "Stmt", "ExecContext"}: true,
	{"database/sql", "Tx", "Commit"}:        true,
	{"net", "Conn", "Write"}:                true,
	{"net/http", "", "Post"}:                true,
	{"net/http", "", "PostForm"}:            true,
	{"net/http", "Client", "Do"}:            true,
	{"net/http", "Client", "Post"}:          true,
	{"net/http", "Client", "PostForm"}:      true,
	{"net/smtp", "", "SendMail"}:            true,
}

// IsOutput reports whether work leaves the program by the function.
func IsOutput(fn *types.Func) bool { return fn != nil && outputs[KeyOf(fn)] }
