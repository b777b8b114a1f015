"""The foundation: types, errors, values, identifiers, text and strict YAML. Imports no other room."""
