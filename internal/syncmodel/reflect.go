package syncmodel

// reflectRows are functions that read and write what a reflect.Value stands for.
func reflectRows() map[Key]Row {
	rows := map[Key]Row{
		{"reflect", "", "ValueOf"}:   {Do: Reflect, Returns: Receiver, Doc: "ValueOf returns a new Value initialized to the concrete value stored in the interface i."},
		{"reflect", "", "Indirect"}:  {Do: Nothing, Returns: Receiver, Doc: "Indirect returns the value that v points to."},
		{"reflect", "Value", "Elem"}: {Do: Nothing, Returns: Receiver, Doc: "Elem returns the value that the interface v contains or that the pointer v points to."},
		{"reflect", "", "Copy"}:      {Do: WriteThrough, Doc: "Copy copies the contents of src into dst until either dst has been filled or src has been exhausted."},
	}
	for _, m := range []string{"Set", "SetBool", "SetBytes", "SetComplex", "SetFloat", "SetInt", "SetString", "SetUint", "SetZero", "SetMapIndex"} {
		rows[Key{"reflect", "Value", m}] = Row{Do: WriteRecv, Doc: m + " assigns to the value v, which must be addressable (or a map)."}
	}
	for _, m := range []string{"Bool", "Bytes", "Complex", "Float", "Int", "String", "Uint", "Interface", "MapKeys", "MapIndex", "MapRange"} {
		rows[Key{"reflect", "Value", m}] = Row{Do: ReadRecv, Doc: m + " returns v's underlying value."}
	}
	return rows
}
