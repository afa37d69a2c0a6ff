package syncmodel

// writeRows are functions of the standard library that write through an
// argument before they return.
func writeRows() map[Key]Row {
	rows := map[Key]Row{
		{"encoding/json", "", "Unmarshal"}:           {Do: WriteThrough, Arg: 1, Doc: "Unmarshal parses the JSON-encoded data and stores the result in the value pointed to by v."},
		{"encoding/json", "Decoder", "Decode"}:       {Do: WriteThrough, Doc: "Decode reads the next JSON-encoded value from its input and stores it in the value pointed to by v."},
		{"encoding/xml", "", "Unmarshal"}:            {Do: WriteThrough, Arg: 1, Doc: "Unmarshal parses the XML-encoded data and stores the result in the value pointed to by v."},
		{"encoding/xml", "Decoder", "Decode"}:        {Do: WriteThrough, Doc: "Decode works like Unmarshal, except it reads the decoder stream to find the start element."},
		{"encoding/xml", "Decoder", "DecodeElement"}: {Do: WriteThrough, Doc: "DecodeElement works like Unmarshal except that it takes a pointer to the start XML element to decode into v."},
		{"encoding/gob", "Decoder", "Decode"}:        {Do: WriteThrough, Doc: "Decode reads the next value from the input stream and stores it in the data represented by the empty interface value."},
		{"encoding/asn1", "", "Unmarshal"}:           {Do: WriteThrough, Arg: 1, Doc: "Unmarshal parses the DER-encoded ASN.1 data structure b and uses the reflect package to fill in an arbitrary value pointed at by val."},
		{"encoding/binary", "", "Read"}:              {Do: WriteThrough, Arg: 2, Doc: "Read reads structured binary data from r into data.", Also: streams(0)},
		{"encoding/binary", "", "Decode"}:            {Do: WriteThrough, Arg: 2, Doc: "Decode decodes binary data from buf into data according to the given byte order."},
		{"encoding/binary", "", "PutUvarint"}:        {Do: WriteThrough, Doc: "PutUvarint encodes a uint64 into buf and returns the number of bytes written."},
		{"encoding/binary", "", "PutVarint"}:         {Do: WriteThrough, Doc: "PutVarint encodes an int64 into buf and returns the number of bytes written."},
		{"encoding/hex", "", "Encode"}:               {Do: WriteThrough, Doc: "Encode encodes src into EncodedLen(len(src)) bytes of dst."},
		{"encoding/hex", "", "Decode"}:               {Do: WriteThrough, Doc: "Decode decodes src into DecodedLen(len(src)) bytes, returning the actual number of bytes written to dst."},
		{"encoding/base64", "Encoding", "Encode"}:    {Do: WriteThrough, Doc: "Encode encodes src using the encoding enc, writing EncodedLen(len(src)) bytes to dst."},
		{"encoding/base64", "Encoding", "Decode"}:    {Do: WriteThrough, Doc: "Decode decodes src using the encoding enc. It writes at most DecodedLen(len(src)) bytes to dst."},
		{"errors", "", "As"}:                         {Do: WriteThrough, Arg: 1, Doc: "As finds the first error in err's tree that matches target, and if one is found, sets target to that error value and returns true."},
		{"database/sql", "Row", "Scan"}:              {Do: WriteThrough, Doc: "Scan copies the columns from the matched row into the values pointed at by dest."},
		{"database/sql", "Rows", "Scan"}:             {Do: WriteThrough, Doc: "Scan copies the columns in the current row into the values pointed at by dest."},
		{"io", "", "ReadFull"}:                       {Do: WriteThrough, Arg: 1, Doc: "ReadFull reads exactly len(buf) bytes from r into buf.", Also: streams(0)},
		{"io", "", "ReadAtLeast"}:                    {Do: WriteThrough, Arg: 1, Doc: "ReadAtLeast reads from r into buf until it has read at least min bytes.", Also: streams(0)},
		{"io", "", "Copy"}:                           streamed("Copy copies from src to dst until either EOF is reached on src or an error occurs.", 0, 1),
		{"io", "", "CopyN"}:                          streamed("CopyN copies n bytes (or until an error) from src to dst.", 0, 1),
		{"io", "", "CopyBuffer"}:                     streamed("CopyBuffer is identical to Copy except that it stages through the provided buffer.", 0, 1),
		{"io", "", "WriteString"}:                    streamed("WriteString writes the contents of the string s to w.", 0),
		{"io", "", "ReadAll"}:                        streamed("ReadAll reads from r until an error or EOF and returns the data it read.", 0),
		{"encoding/binary", "", "Write"}:             streamed("Write writes the binary representation of data into w.", 0),
		{"text/template", "Template", "Execute"}:     streamed("Execute applies a parsed template to the specified data object, writing the output to wr.", 0),
		{"html/template", "Template", "Execute"}:     streamed("Execute applies a parsed template to the specified data object, writing the output to wr.", 0),
		{"crypto/rand", "", "Read"}:                  {Do: WriteThrough, Doc: "Read fills b with cryptographically secure random bytes."},
		{"math/rand", "", "Read"}:                    {Do: WriteThrough, Doc: "Read generates len(p) random bytes and writes them into p."},
		{"container/heap", "", "Push"}:               {Do: WriteThrough, Also: &Row{Do: HandOut}, Doc: "Push pushes the element x onto the heap."},
		{"container/heap", "", "Pop"}:                {Do: WriteThrough, Doc: "Pop removes and returns the minimum element (according to Less) from the heap."},
		{"container/heap", "", "Remove"}:             {Do: WriteThrough, Doc: "Remove removes and returns the element at index i from the heap."},
		{"container/heap", "", "Fix"}:                {Do: WriteThrough, Doc: "Fix re-establishes the heap ordering after the element at index i has changed its value."},
		{"container/heap", "", "Init"}:               {Do: WriteThrough, Doc: "Init establishes the heap invariants required by the other routines in this package."},
	}
	for name, arg := range map[string]int{"Sscan": 1, "Sscanf": 2, "Sscanln": 1, "Fscan": 1, "Fscanf": 2, "Fscanln": 1, "Scan": 0, "Scanf": 1, "Scanln": 0} {
		r := Row{Do: WriteThrough, Arg: arg, Doc: "Scan scans text, storing successive space-separated values into successive arguments."}
		if name[0] == 'F' {
			r.Also = streams(0)
		}
		rows[Key{"fmt", "", name}] = r
	}
	for _, t := range []string{"Bool", "Duration", "Float64", "Int", "Int64", "String", "Text", "Uint", "Uint64"} {
		r := Row{Do: WriteThrough, Doc: "The argument p points to a variable in which to store the value of the flag."}
		rows[Key{"flag", "", t + "Var"}], rows[Key{"flag", "FlagSet", t + "Var"}] = r, r
	}
	for _, order := range []string{"littleEndian", "bigEndian", "nativeEndian", "ByteOrder"} {
		for _, m := range []string{"PutUint16", "PutUint32", "PutUint64"} {
			rows[Key{"encoding/binary", order, m}] = Row{Do: WriteThrough, Doc: "A ByteOrder specifies how to convert byte slices into 16-, 32-, or 64-bit unsigned integers."}
		}
	}
	for _, f := range []string{"Slice", "SliceStable", "Sort", "Stable", "Ints", "Strings", "Float64s"} {
		rows[Key{"sort", "", f}] = Row{Do: WriteThrough, Doc: "Sort sorts data in ascending order."}
	}
	for _, f := range []string{"Sort", "SortFunc", "SortStableFunc", "Reverse"} {
		rows[Key{"slices", "", f}] = Row{Do: WriteThrough, Doc: "Sort sorts a slice of any ordered type in ascending order."}
	}
	for _, f := range []string{"Insert", "Delete", "DeleteFunc", "Compact", "CompactFunc", "Replace"} {
		rows[Key{"slices", "", f}] = Row{Do: WriteThrough, Arg: 0, Doc: f + " modifies the contents of the slice s."}
	}
	for _, f := range []string{"Copy", "DeleteFunc", "Insert"} {
		rows[Key{"maps", "", f}] = Row{Do: WriteThrough, Doc: f + " changes the key/value pairs of the map that is its first argument."}
	}
	return rows
}

// streams is what a function does with the readers and writers it is given: it
// uses them before it returns, and whoever is at their other end may wait.
func streams(args ...int) *Row {
	r := &Row{Do: HandOut}
	for _, a := range args {
		r = &Row{Do: UseStream, Arg: a, Also: r}
	}
	return r
}

func streamed(doc string, args ...int) Row {
	r := *streams(args...)
	r.Doc = doc
	return r
}

// readRows are functions that read all that an argument holds.
func readRows() map[Key]Row {
	rows := map[Key]Row{
		{"encoding/json", "", "Marshal"}:       {Do: ReadThrough, Doc: "Marshal traverses the value v recursively."},
		{"encoding/json", "", "MarshalIndent"}: {Do: ReadThrough, Doc: "MarshalIndent is like Marshal but applies Indent to format the output."},
		{"encoding/json", "Encoder", "Encode"}: {Do: ReadThrough, Doc: "Encode writes the JSON encoding of v to the stream."},
		{"encoding/xml", "", "Marshal"}:        {Do: ReadThrough, Doc: "Marshal returns the XML encoding of v."},
		{"encoding/xml", "", "MarshalIndent"}:  {Do: ReadThrough, Doc: "MarshalIndent works like Marshal."},
		{"encoding/gob", "Encoder", "Encode"}:  {Do: ReadThrough, Doc: "Encode transmits the data item represented by the empty interface value."},
		{"slices", "", "Clone"}:                {Do: ReadElements, Doc: "The elements are copied using assignment, so this is a shallow clone."},
		{"slices", "", "Contains"}:             {Do: ReadElements, Doc: "Contains reports whether v is present in s."},
		{"slices", "", "Index"}:                {Do: ReadElements, Doc: "Index returns the index of the first occurrence of v in s, or -1 if not present."},
		{"slices", "", "Max"}:                  {Do: ReadElements, Doc: "Max returns the maximal value in x."},
		{"slices", "", "Min"}:                  {Do: ReadElements, Doc: "Min returns the minimal value in x."},
		{"maps", "", "Clone"}:                  {Do: ReadElements, Doc: "Clone returns a copy of m. This is a shallow clone: the new keys and values are set using ordinary assignment."},
		{"strings", "", "Join"}:                {Do: ReadElements, Doc: "Join concatenates the elements of its first argument to create a single string."},
	}
	for name, arg := range map[string]int{"Print": 0, "Println": 0, "Printf": 1, "Sprint": 0, "Sprintln": 0, "Sprintf": 1, "Errorf": 1} {
		rows[Key{"fmt", "", name}] = Row{Do: ReadElements, Arg: arg, Doc: "Of a compound object, the elements are printed, recursively."}
	}
	for name, arg := range map[string]int{"Fprint": 1, "Fprintln": 1, "Fprintf": 2} {
		rows[Key{"fmt", "", name}] = Row{Do: ReadElements, Arg: arg, Doc: "Of a compound object, the elements are printed, recursively.", Also: streams(0)}
	}
	for name, arg := range map[string]int{"Print": 0, "Println": 0, "Printf": 1} {
		r := Row{Do: ReadElements, Arg: arg, Doc: "Arguments are handled in the manner of fmt.Print."}
		rows[Key{"log", "", name}], rows[Key{"log", "Logger", name}] = r, r
	}
	return rows
}

// mapRows are the methods of maps that have a name.
func mapRows() map[Key]Row {
	rows := map[Key]Row{}
	for _, t := range [][2]string{{"net/http", "Header"}, {"net/url", "Values"}, {"net/textproto", "MIMEHeader"}} {
		for _, m := range []string{"Add", "Set", "Del"} {
			rows[Key{t[0], t[1], m}] = Row{Do: WriteRecv, Doc: m + " changes the values associated with key."}
		}
		for _, m := range []string{"Get", "Values", "Has", "Encode", "Clone", "Write"} {
			rows[Key{t[0], t[1], m}] = Row{Do: ReadRecv, Doc: m + " reads the values."}
		}
	}
	return rows
}
