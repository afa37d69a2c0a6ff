package syncmodel

// fileRows are the functions by which goroutines may meet at a file: one makes
// it, and the other looks until it is there.
func fileRows() map[Key]Row {
	rows := map[Key]Row{
		{"os", "", "Create"}:    {Do: Announce, Doc: "Create creates or truncates the named file."},
		{"os", "", "WriteFile"}: {Do: Announce, Doc: "WriteFile writes data to the named file, creating it if necessary."},
		{"os", "", "Mkdir"}:     {Do: Announce, Doc: "Mkdir creates a new directory with the specified name and permission bits."},
		{"os", "", "MkdirAll"}:  {Do: Announce, Doc: "MkdirAll creates a directory named path, along with any necessary parents."},
		{"os", "", "Rename"}:    {Do: Announce, Arg: 1, Doc: "Rename renames (moves) oldpath to newpath."},
		{"os", "", "Link"}:      {Do: Announce, Arg: 1, Doc: "Link creates newname as a hard link to the oldname file."},
		{"os", "", "Symlink"}:   {Do: Announce, Arg: 1, Doc: "Symlink creates newname as a symbolic link to oldname."},
		{"os", "", "Remove"}:    {Do: Announce, Doc: "Remove removes the named file or (empty) directory."},
		{"os", "", "OpenFile"}:  {Do: Announce, Doc: "OpenFile opens the named file with specified flag; if the file does not exist, and the O_CREATE flag is passed, it is created.", Also: &Row{Do: LookFor}},
	}
	for name, doc := range map[string]string{
		"Open":     "Open opens the named file for reading.",
		"ReadFile": "ReadFile reads the named file and returns the contents.",
		"ReadDir":  "ReadDir reads the named directory.",
		"Stat":     "Stat returns a FileInfo describing the named file.",
		"Lstat":    "Lstat returns a FileInfo describing the named file.",
	} {
		rows[Key{"os", "", name}] = Row{Do: LookFor, Doc: doc}
	}
	return rows
}
