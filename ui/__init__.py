"""Everything that touches Streamlit and is shared by pages."""
